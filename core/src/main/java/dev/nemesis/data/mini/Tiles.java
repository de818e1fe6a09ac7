package dev.nemesis.data.mini;

import static dev.nemesis.data.mini.Landscapes.tint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Patches of land seen from above. */
final class Tiles implements Topic {
  private static final List<String> CLASSES =
      List.of(
          "woods",
          "river",
          "highway",
          "lake",
          "ploughed field",
          "orchard",
          "houses",
          "crossroads",
          "coast",
          "parking lot",
          "railway",
          "airport");

  @Override
  public String datasetName() {
    return "mini-tiles";
  }

  @Override
  public List<String> classNames() {
    return CLASSES;
  }

  @Override
  public Set<String> unspoken() {
    return Set.of("railway", "airport");
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    double angle = Pick.between(r, -Math.PI, Math.PI);
    double x = Scene.MIDDLE + Pick.between(r, -10, 10);
    double y = Scene.MIDDLE + Pick.between(r, -10, 10);
    int green = tint(0x7C9A58, r);
    Fill land = Fill.plain(green);
    List<Mark> marks = new ArrayList<>();
    switch (label) {
      case 0 -> land = new Fill(Texture.BLOTCHED, tint(0x1E4A22, r), tint(0x3A6E38, r), 7, angle);
      case 1 -> strip(marks, x, y, angle, Pick.between(r, 6, 10), Fill.plain(tint(0x3468A8, r)));
      case 2 -> {
        strip(marks, x, y, angle, 6, Fill.plain(tint(0x808080, r)));
        strip(marks, x, y, angle, 0.8, Fill.plain(0xF0F0F0));
      }
      case 3 -> {
        Fill water = Fill.plain(tint(0x3468A8, r));
        marks.add(Mark.of(Kind.OVAL, x, y, Pick.between(r, 18, 26), water).turned(angle));
      }
      case 4 -> {
        double period = Pick.between(r, 5, 8);
        land = new Fill(Texture.STRIPED, tint(0x9A7848, r), tint(0x6E5230, r), period, angle);
      }
      case 5 -> {
        double period = Pick.between(r, 8, 12);
        land = new Fill(Texture.DOTTED, tint(0xB0A070, r), tint(0x2E6A2C, r), period, angle);
      }
      case 6 -> houses(marks, angle, r);
      case 7 -> {
        Fill road = Fill.plain(tint(0x808080, r));
        strip(marks, x, y, angle, 5, road);
        strip(marks, x, y, angle + Math.PI / 2, 5, road);
      }
      case 8 -> {
        Fill water = Fill.plain(tint(0x3468A8, r));
        double dx = StrictMath.cos(angle);
        double dy = StrictMath.sin(angle);
        marks.add(Mark.of(Kind.SQUARE, x + 46 * dx, y + 46 * dy, 62, sand(r)).turned(angle));
        marks.add(Mark.of(Kind.SQUARE, x + 52 * dx, y + 52 * dy, 62, water).turned(angle));
      }
      case 9 -> {
        land = Fill.plain(tint(0x787878, r));
        cars(marks, r);
      }
      case 10 -> {
        Fill sleepers = new Fill(Texture.STRIPED, green, tint(0x503828, r), 5, 0);
        strip(marks, x, y, angle, 4.5, sleepers);
        for (int side = -1; side <= 1; side += 2) {
          double rx = x - side * 2.5 * StrictMath.sin(angle);
          double ry = y + side * 2.5 * StrictMath.cos(angle);
          strip(marks, rx, ry, angle, 0.8, Fill.plain(0x303030));
        }
      }
      default -> {
        strip(marks, x, y, angle, 7, Fill.plain(tint(0x585858, r)));
        strip(marks, x, y, angle, 0.8, Fill.plain(0xF0F0F0));
        Mark plane = Mark.of(Kind.CROSS, x, y, Pick.between(r, 12, 16), Fill.plain(0xF4F4F4));
        marks.add(plane.turned(angle + 0.78));
      }
    }
    return Scene.painted(land, marks, r);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    String what = CLASSES.get(label);
    String phrase =
        switch (r.nextInt(3)) {
          case 0 -> "the " + what + " from above";
          case 1 -> "a map tile with " + what;
          default -> what + " seen from above";
        };
    return new Captioned(draw(label, r), phrase);
  }

  private static Fill sand(RandomGenerator r) {
    return Fill.plain(tint(0xE4D4A0, r));
  }

  private static void strip(
      List<Mark> marks, double x, double y, double angle, double halfWidth, Fill fill) {
    marks.add(Mark.box(x, y, 90, halfWidth, fill).turned(angle));
  }

  private static void houses(List<Mark> marks, double angle, RandomGenerator r) {
    for (Layout.Spot spot : Layout.scattered(r, 8, 7, 15)) {
      Fill roof = Fill.plain(tint(Pick.chance(r, 0.7) ? 0xB05038 : 0x707078, r));
      double half = Pick.between(r, 3.5, 5);
      marks.add(Mark.box(spot.x(), spot.y(), half * 1.3, half, roof).turned(angle));
    }
  }

  private static void cars(List<Mark> marks, RandomGenerator r) {
    double shift = Pick.between(r, -3, 3);
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 7; column++) {
        if (Pick.chance(r, 0.75)) {
          Fill paint = Fill.plain(Colour.any(r), r);
          marks.add(Mark.box(6 + 9 * column + shift, 9 + 16 * row + shift, 2.2, 4.5, paint));
        }
      }
    }
  }
}
