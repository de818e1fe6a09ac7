package dev.nemesis.data.mini;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Flowers, told apart by the colours of petals and centre; a third of the pairs never named. */
final class Flowers implements Topic {
  private static final List<Colour> PETALS =
      List.of(Colour.RED, Colour.ORANGE, Colour.YELLOW, Colour.PURPLE, Colour.PINK, Colour.WHITE);
  private static final List<Colour> CENTRES =
      List.of(Colour.BLACK, Colour.BLUE, Colour.GREEN, Colour.BROWN);

  @Override
  public String datasetName() {
    return "mini-flowers";
  }

  @Override
  public List<String> classNames() {
    List<String> names = new ArrayList<>();
    for (Colour petals : PETALS) {
      for (Colour centre : CENTRES) {
        names.add(phrase(petals, centre));
      }
    }
    return names;
  }

  @Override
  public Set<String> unspoken() {
    List<String> names = classNames();
    Set<String> unspoken = new LinkedHashSet<>();
    for (int label = 1; label < names.size(); label += 3) {
      unspoken.add(names.get(label));
    }
    return unspoken;
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    Colour petals = PETALS.get(label / CENTRES.size());
    Colour centre = CENTRES.get(label % CENTRES.size());
    int n = r.nextInt(5, 9);
    double size = Pick.between(r, 18, 27);
    double x = Scene.MIDDLE + Pick.between(r, -5, 5);
    double y = Scene.MIDDLE + Pick.between(r, -5, 5);
    double turn = Pick.between(r, 0, Math.PI);
    List<Mark> marks = new ArrayList<>();
    Fill petal = Fill.plain(petals, r);
    for (int i = 0; i < n; i++) {
      double angle = turn + 2 * Math.PI * i / n;
      double px = x + 0.6 * size * StrictMath.cos(angle);
      double py = y + 0.6 * size * StrictMath.sin(angle);
      marks.add(Mark.of(Kind.OVAL, px, py, size * 0.42, petal).turned(angle));
    }
    marks.add(Mark.of(Kind.CIRCLE, x, y, size * Pick.between(r, 0.3, 0.48), Fill.plain(centre, r)));
    Colour ground = Pick.one(r, List.of(Colour.GREEN, Colour.GRAY, Colour.CYAN, Colour.BROWN));
    Texture leaves = Pick.one(r, List.of(Texture.PLAIN, Texture.BLOTCHED, Texture.PLAIN));
    return Scene.painted(Fill.of(leaves, ground, Colour.GREEN, r), marks, r);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    Colour petals = PETALS.get(label / CENTRES.size());
    Colour centre = CENTRES.get(label % CENTRES.size());
    String phrase =
        switch (r.nextInt(5)) {
          case 0 -> Phrases.a(petals.word() + " flower");
          case 1 -> "a flower with " + Phrases.a(centre.word()) + " centre";
          default -> Phrases.a(phrase(petals, centre));
        };
    return new Captioned(draw(label, r), phrase);
  }

  private static String phrase(Colour petals, Colour centre) {
    return petals.word() + " flower with " + Phrases.a(centre.word()) + " centre";
  }
}
