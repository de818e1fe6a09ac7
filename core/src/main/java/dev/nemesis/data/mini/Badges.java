package dev.nemesis.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Round badges with a figure on them: fine-grained, a third of the pairs never named. */
final class Badges implements Topic {
  private static final List<Colour> COLOURS =
      List.of(Colour.RED, Colour.GREEN, Colour.BLUE, Colour.YELLOW, Colour.PURPLE, Colour.BROWN);
  private static final List<Kind> FIGURES = List.of(Kind.STAR, Kind.CROSS, Kind.HEART, Kind.BAR);

  @Override
  public String datasetName() {
    return "mini-badges";
  }

  @Override
  public List<String> classNames() {
    List<String> names = new ArrayList<>();
    for (Colour colour : COLOURS) {
      for (Kind figure : FIGURES) {
        names.add(phrase(colour, figure));
      }
    }
    return names;
  }

  @Override
  public Set<String> unspoken() {
    List<String> names = classNames();
    return Set.of(
        names.get(2),
        names.get(5),
        names.get(8),
        names.get(11),
        names.get(14),
        names.get(17),
        names.get(20),
        names.get(23));
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    Colour colour = COLOURS.get(label / FIGURES.size());
    Kind figure = FIGURES.get(label % FIGURES.size());
    double x = Scene.MIDDLE + Pick.between(r, -4, 4);
    double y = Scene.MIDDLE + Pick.between(r, -4, 4);
    double size = Pick.between(r, 24, 31);
    Colour light = colour == Colour.YELLOW ? Colour.BLACK : Colour.WHITE;
    Mark disc = Mark.of(Kind.CIRCLE, x, y, size, Fill.plain(colour, r));
    Mark mark =
        Mark.of(figure, x, y, size * Pick.between(r, 0.5, 0.66), Fill.plain(light, r))
            .turned(Pick.between(r, -0.3, 0.3));
    return Scene.painted(Fill.plain(colour.other(r), r), List.of(disc, mark), r);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    Colour colour = COLOURS.get(label / FIGURES.size());
    Kind figure = FIGURES.get(label % FIGURES.size());
    String phrase =
        switch (r.nextInt(5)) {
          case 0 -> Phrases.a(colour.word() + " badge");
          case 1 -> "a badge with " + Phrases.a(figure.word());
          default -> Phrases.a(phrase(colour, figure));
        };
    return new Captioned(draw(label, r), phrase);
  }

  private static String phrase(Colour colour, Kind figure) {
    return colour.word() + " badge with " + Phrases.a(figure.word());
  }
}
