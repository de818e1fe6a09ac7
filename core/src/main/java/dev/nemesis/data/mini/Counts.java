package dev.nemesis.data.mini;

import dev.nemesis.data.mini.Layout.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** How many things there are: the hard dataset, where a glance at colours does not help. */
final class Counts implements Topic {
  private static final List<String> NUMBERS =
      List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
  private static final List<Kind> KINDS =
      List.of(Kind.CIRCLE, Kind.SQUARE, Kind.TRIANGLE, Kind.STAR, Kind.DIAMOND, Kind.CROSS);

  @Override
  public String datasetName() {
    return "mini-counts";
  }

  @Override
  public List<String> classNames() {
    return NUMBERS.stream().map(number -> number + " things").toList();
  }

  @Override
  public Set<String> unspoken() {
    return Set.of("seven things", "ten things");
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    return draw(label, Pick.one(r, KINDS), Colour.any(r), r);
  }

  private static Scene draw(int label, Kind kind, Colour colour, RandomGenerator r) {
    int n = label + 1;
    double size = Pick.between(r, 5.5, 7);
    List<Mark> marks = new ArrayList<>();
    for (Spot spot : Layout.scattered(r, n, size + 1, 2 * size + 0.5)) {
      marks.add(Mark.of(kind, spot.x(), spot.y(), size, Fill.plain(colour, r)));
    }
    return Scene.painted(Fill.plain(colour.other(r), r), marks, r);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    Kind kind = Pick.one(r, KINDS);
    Colour colour = Colour.any(r);
    String thing = label == 0 ? kind.word() : kind.plural();
    String phrase =
        switch (r.nextInt(4)) {
          case 0 -> colour.word() + " " + thing;
          case 1 -> thing;
          default -> label == 0 ? "thing" : "things";
        };
    return new Captioned(draw(label, kind, colour, r), NUMBERS.get(label) + " " + phrase);
  }
}
