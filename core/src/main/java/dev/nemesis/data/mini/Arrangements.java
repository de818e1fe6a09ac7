package dev.nemesis.data.mini;

import dev.nemesis.data.mini.Layout.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** How things are placed: what one thing does to the others, as in pictures of actions. */
final class Arrangements implements Topic {
  private static final List<String> CLASSES =
      List.of(
          "things in a row",
          "things in a column",
          "things in a slanted line",
          "things around a ring",
          "things forming a cross",
          "things packed in a grid",
          "things piled up",
          "things in two groups",
          "a thing inside another",
          "a thing above another",
          "a thing beside another",
          "scattered things",
          "things along a wave",
          "things at the corners");
  private static final List<Kind> KINDS =
      List.of(Kind.CIRCLE, Kind.SQUARE, Kind.TRIANGLE, Kind.DIAMOND, Kind.HEXAGON);

  @Override
  public String datasetName() {
    return "mini-arrangements";
  }

  @Override
  public List<String> classNames() {
    return CLASSES;
  }

  @Override
  public Set<String> unspoken() {
    return Set.of("things along a wave", "things at the corners");
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    return draw(label, Pick.one(r, KINDS), Colour.any(r), r);
  }

  private static Scene draw(int label, Kind kind, Colour colour, RandomGenerator r) {
    Fill fill = Fill.plain(colour, r);
    Colour ground = colour.other(r);
    List<Mark> marks = new ArrayList<>();
    if (label == 8) {
      double x = Scene.MIDDLE + Pick.between(r, -4, 4);
      double y = Scene.MIDDLE + Pick.between(r, -4, 4);
      double size = Pick.between(r, 22, 28);
      marks.add(Mark.of(kind, x, y, size, fill));
      marks.add(Mark.of(Pick.one(r, KINDS), x, y, size * 0.4, Fill.plain(colour.other(r), r)));
    } else {
      double size = label == 9 || label == 10 ? Pick.between(r, 10, 13) : Pick.between(r, 4.5, 6.5);
      for (Spot spot : spots(label, r)) {
        double x = spot.x() + Pick.between(r, -1, 1);
        double y = spot.y() + Pick.between(r, -1, 1);
        marks.add(Mark.of(kind, x, y, size, fill));
      }
    }
    return Scene.painted(Fill.plain(ground, r), marks, r);
  }

  private static List<Spot> spots(int label, RandomGenerator r) {
    double shift = Pick.between(r, -8, 8);
    double m = Scene.MIDDLE;
    return switch (label) {
      case 0 -> line(r.nextInt(4, 6), 9, m + 2 * shift, 55, m + 2 * shift);
      case 1 -> line(r.nextInt(4, 6), m + 2 * shift, 9, m + 2 * shift, 55);
      case 2 ->
          Pick.chance(r, 0.5)
              ? line(r.nextInt(4, 6), 10, 10 + shift / 2, 54, 54)
              : line(r.nextInt(4, 6), 10, 54, 54, 10 + shift / 2);
      case 3 -> around(r.nextInt(7, 10), Pick.between(r, 19, 23), r);
      case 4 -> join(line(5, 10, m + shift / 2, 54, m + shift / 2), line(5, m, 10, m, 54));
      case 5 -> grid(r.nextInt(3, 5));
      case 6 ->
          join(
              line(4, 11, 54, 53, 54),
              join(line(3, 18, 41, 46, 41), join(line(2, 25, 28, 39, 28), line(1, m, 15, m, 15))));
      case 7 -> join(cluster(13 + shift / 3, m + shift, r), cluster(51 + shift / 3, m - shift, r));
      case 9 -> line(2, m + shift, 16, m + shift, 48);
      case 10 -> line(2, 16, m + shift, 48, m + shift);
      case 11 -> Layout.scattered(r, r.nextInt(5, 9), 8, 13);
      case 12 -> wave(shift);
      default -> List.of(new Spot(9, 9), new Spot(9, 55), new Spot(55, 9), new Spot(55, 55));
    };
  }

  private static List<Spot> line(int n, double x0, double y0, double x1, double y1) {
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double t = n == 1 ? 0 : i / (n - 1.0);
      spots.add(new Spot(x0 + t * (x1 - x0), y0 + t * (y1 - y0)));
    }
    return spots;
  }

  private static List<Spot> around(int n, double radius, RandomGenerator r) {
    double turn = Pick.between(r, 0, Math.PI);
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double angle = turn + 2 * Math.PI * i / n;
      spots.add(
          new Spot(
              Scene.MIDDLE + radius * StrictMath.cos(angle),
              Scene.MIDDLE + radius * StrictMath.sin(angle)));
    }
    return spots;
  }

  private static List<Spot> grid(int n) {
    List<Spot> spots = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      double y = 11 + 42.0 * row / (n - 1);
      spots.addAll(line(n, 11, y, 53, y));
    }
    return spots;
  }

  private static List<Spot> cluster(double x, double y, RandomGenerator r) {
    double turn = Pick.between(r, -0.4, 0.4);
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      double angle = turn + 2 * Math.PI * i / 3;
      spots.add(new Spot(x + 8 * StrictMath.cos(angle), y + 8 * StrictMath.sin(angle)));
    }
    return spots;
  }

  private static List<Spot> wave(double shift) {
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      double x = 8 + 8.0 * i;
      spots.add(new Spot(x, Scene.MIDDLE + shift + 14 * StrictMath.sin(i * Math.PI / 3)));
    }
    return spots;
  }

  private static List<Spot> join(List<Spot> some, List<Spot> more) {
    List<Spot> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    Kind kind = Pick.one(r, KINDS);
    Colour colour = Colour.any(r);
    String phrase = CLASSES.get(label);
    boolean one = phrase.startsWith("a ");
    String word =
        switch (r.nextInt(4)) {
          case 0 -> colour.word() + " " + (one ? kind.word() : kind.plural());
          case 1 -> one ? kind.word() : kind.plural();
          default -> one ? "thing" : "things";
        };
    String told = one ? phrase.replace("a thing", Phrases.a(word)) : phrase.replace("things", word);
    return new Captioned(draw(label, kind, colour, r), told);
  }
}
