package dev.nemesis.data.mini;

import dev.nemesis.data.mini.Layout.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Plates of food on a table. */
final class Dishes implements Topic {
  private static final List<String> CLASSES =
      List.of(
          "pizza",
          "egg",
          "peas",
          "cookie",
          "soup",
          "donut",
          "cheese",
          "fries",
          "tomatoes",
          "sausages",
          "berries",
          "toast",
          "salad",
          "rice",
          "sushi",
          "waffle",
          "melon",
          "lasagna");

  @Override
  public String datasetName() {
    return "mini-dishes";
  }

  @Override
  public List<String> classNames() {
    return CLASSES;
  }

  @Override
  public Set<String> unspoken() {
    return Set.of("sushi", "waffle", "melon", "lasagna");
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    double x = Scene.MIDDLE + Pick.between(r, -4, 4);
    double y = Scene.MIDDLE + Pick.between(r, -4, 4);
    double size = Pick.between(r, 25, 30);
    Colour table = Pick.one(r, List.of(Colour.BROWN, Colour.GRAY, Colour.CYAN, Colour.PURPLE));
    List<Mark> marks = new ArrayList<>();
    marks.add(Mark.of(Kind.CIRCLE, x, y, size, Fill.plain(Colour.WHITE, r)));
    serve(label, x, y, size * 0.62, marks, r);
    return Scene.painted(Fill.plain(table, r), marks, r);
  }

  private static void serve(
      int label, double x, double y, double s, List<Mark> marks, RandomGenerator r) {
    double turn = Pick.between(r, -0.5, 0.5);
    switch (label) {
      case 0 -> {
        disc(marks, x, y, s * 1.2, Fill.plain(Colour.YELLOW, r));
        pieces(marks, x, y, s, 6, Kind.CIRCLE, s * 0.22, Colour.RED, r);
      }
      case 1 -> {
        marks.add(Mark.of(Kind.CLOUD, x, y, s * 1.2, Fill.plain(0xFAFAFA)).turned(turn));
        marks.add(Mark.of(Kind.CIRCLE, x, y, s * 1.2, Fill.plain(0xE8E8E0)).turned(turn));
        disc(marks, x, y, s * 0.5, Fill.plain(Colour.YELLOW, r));
      }
      case 2 -> pieces(marks, x, y, s * 1.2, 14, Kind.CIRCLE, s * 0.2, Colour.GREEN, r);
      case 3 -> {
        disc(marks, x, y, s, Fill.plain(Colour.BROWN, r));
        pieces(marks, x, y, s * 0.8, 7, Kind.CIRCLE, s * 0.14, Colour.BLACK, r);
      }
      case 4 -> disc(marks, x, y, s * 1.35, Fill.plain(Colour.ORANGE, r));
      case 5 -> marks.add(Mark.of(Kind.RING, x, y, s * 1.2, Fill.plain(Colour.PINK, r)));
      case 6 -> {
        Fill fill = Fill.of(Texture.DOTTED, Colour.YELLOW, Colour.ORANGE, 9, r);
        marks.add(Mark.of(Kind.TRIANGLE, x, y, s, fill).turned(4 * turn));
      }
      case 7 -> pieces(marks, x, y, s, 8, Kind.BAR, s * 0.55, Colour.YELLOW, r);
      case 8 -> pieces(marks, x, y, s * 0.9, 3, Kind.CIRCLE, s * 0.5, Colour.RED, r);
      case 9 -> pieces(marks, x, y, s * 0.6, 3, Kind.OVAL, s * 0.8, Colour.BROWN, r);
      case 10 -> pieces(marks, x, y, s, 8, Kind.CIRCLE, s * 0.28, Colour.PURPLE, r);
      case 11 -> marks.add(Mark.of(Kind.SQUARE, x, y, s, Fill.plain(Colour.BROWN, r)).turned(turn));
      case 12 -> {
        pieces(marks, x, y, s, 9, Kind.LEAF, s * 0.4, Colour.GREEN, r);
        pieces(marks, x, y, s * 0.8, 3, Kind.CIRCLE, s * 0.22, Colour.RED, r);
      }
      case 13 -> disc(marks, x, y, s, Fill.of(Texture.SPECKLED, Colour.GRAY, Colour.WHITE, 7, r));
      case 14 -> {
        for (int side = -1; side <= 1; side += 2) {
          double at = x + side * s * 0.62;
          disc(marks, at, y + 4 * turn, s * 0.62, Fill.plain(Colour.BLACK, r));
          disc(marks, at, y + 4 * turn, s * 0.42, Fill.plain(Colour.WHITE, r));
          disc(marks, at, y + 4 * turn, s * 0.2, Fill.plain(Colour.ORANGE, r));
        }
      }
      case 15 -> {
        Fill fill = Fill.of(Texture.GRIDDED, Colour.ORANGE, Colour.BROWN, 8, r).turned(turn);
        marks.add(Mark.of(Kind.SQUARE, x, y, s * 1.05, fill).turned(turn));
      }
      case 16 -> {
        Mark rind = Mark.of(Kind.SEMICIRCLE, x, y, s * 1.15, Fill.plain(Colour.GREEN, r));
        marks.add(rind.turned(turn));
        marks.add(Mark.of(Kind.SEMICIRCLE, x, y, s * 0.85, Fill.plain(Colour.RED, r)).turned(turn));
      }
      default -> {
        Fill layers = Fill.of(Texture.STRIPED, Colour.YELLOW, Colour.RED, 8, r).turned(turn + 1.57);
        marks.add(Mark.box(x, y, s * 0.95, s * 0.7, layers).turned(turn));
      }
    }
  }

  private static void disc(List<Mark> marks, double x, double y, double size, Fill fill) {
    marks.add(Mark.of(Kind.CIRCLE, x, y, size, fill));
  }

  private static void pieces(
      List<Mark> marks,
      double x,
      double y,
      double spread,
      int n,
      Kind kind,
      double size,
      Colour colour,
      RandomGenerator r) {
    Fill fill = Fill.plain(colour, r);
    double scale = 2 * (spread - size / 2) / Scene.SIDE;
    for (Spot spot : Layout.scattered(r, n, 8, 48 / StrictMath.sqrt(n + 1.0) * 0.75)) {
      double px = x + (spot.x() - Scene.MIDDLE) * scale;
      double py = y + (spot.y() - Scene.MIDDLE) * scale;
      marks.add(Mark.of(kind, px, py, size, fill).turned(Pick.between(r, -Math.PI, Math.PI)));
    }
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    String food = CLASSES.get(label);
    String phrase =
        switch (r.nextInt(4)) {
          case 0 -> "a dish of " + food;
          case 1 -> food;
          default -> "a plate with " + food;
        };
    return new Captioned(draw(label, r), phrase);
  }
}
