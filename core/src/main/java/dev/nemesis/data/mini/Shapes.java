package dev.nemesis.data.mini;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Large plain shapes: the easy dataset of general things. */
final class Shapes implements Topic {
  private static final List<Kind> KINDS =
      List.of(
          Kind.CIRCLE,
          Kind.SQUARE,
          Kind.TRIANGLE,
          Kind.STAR,
          Kind.HEART,
          Kind.CROSS,
          Kind.RING,
          Kind.DIAMOND,
          Kind.HEXAGON,
          Kind.CRESCENT,
          Kind.ARROW,
          Kind.OVAL,
          Kind.DROP,
          Kind.PENTAGON,
          Kind.TRAPEZOID,
          Kind.SEMICIRCLE);

  @Override
  public String datasetName() {
    return "mini-shapes";
  }

  @Override
  public List<String> classNames() {
    return KINDS.stream().map(Kind::word).toList();
  }

  @Override
  public Set<String> unspoken() {
    return Set.of("pentagon", "trapezoid", "semicircle");
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    return draw(label, Colour.any(r), r);
  }

  private static Scene draw(int label, Colour colour, RandomGenerator r) {
    double size = Pick.between(r, 19, 28);
    double room = Scene.MIDDLE - size;
    Mark mark =
        Mark.of(
                KINDS.get(label),
                Scene.MIDDLE + Pick.between(r, -room, room),
                Scene.MIDDLE + Pick.between(r, -room, room),
                size,
                Fill.plain(colour, r))
            .turned(Pick.between(r, -0.3, 0.3));
    return Scene.painted(Fill.plain(colour.other(r), r), List.of(mark), r);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    Colour colour = Colour.any(r);
    String word = KINDS.get(label).word();
    String phrase =
        switch (r.nextInt(4)) {
          case 0 -> Phrases.a(colour.word() + " " + word);
          case 1 -> "the shape of " + Phrases.a(word);
          default -> Phrases.a(word);
        };
    return new Captioned(draw(label, colour, r), phrase);
  }
}
