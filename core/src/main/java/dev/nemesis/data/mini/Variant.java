package dev.nemesis.data.mini;

import dev.nemesis.data.mini.Objects.Thing;
import dev.nemesis.data.mini.Scene.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The general dataset's classes in pictures of another kind: a shift that only tests meet. */
enum Variant implements Drawn {
  /** New drawings by the general dataset's recipe, each turned by a random angle. */
  REDRAWN {
    @Override
    public Scene draw(int label, RandomGenerator r) {
      Thing thing = Objects.thing(label, r);
      Mark mark = thing.mark(r).turned(Pick.between(r, -0.7, 0.7));
      return Scene.painted(thing.background(r), List.of(mark), r);
    }
  },
  /** Gray outlines on paper. */
  SKETCH {
    @Override
    public Scene draw(int label, RandomGenerator r) {
      return Objects.thing(label, r).scene(r).with(Style.SKETCHED);
    }
  },
  /** Small, partly covered, among other things. */
  HARD {
    @Override
    public Scene draw(int label, RandomGenerator r) {
      Thing thing = Objects.thing(label, r);
      double size = Pick.between(r, 11, 16);
      double x = Pick.between(r, 20, 44);
      double y = Pick.between(r, 20, 44);
      Mark mark = new Mark(thing.kind(), x, y, size, 1, thing.angle(), thing.mark(r).fill());
      List<Mark> marks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        double dx = x + (i % 2 == 0 ? -1 : 1) * Pick.between(r, 13, 20);
        double dy = y + (i / 2 == 0 ? -1 : 1) * Pick.between(r, 13, 20);
        marks.add(
            Mark.of(Kind.CIRCLE, dx, dy, Pick.between(r, 3, 6), Fill.plain(Colour.any(r), r)));
      }
      marks.add(mark);
      double cover = Pick.between(r, 0.4, 0.7) * size;
      marks.add(Mark.box(x + cover, y - cover, 3, 5, Fill.plain(Colour.any(r), r)));
      return Scene.painted(thing.background(r), marks, r);
    }
  },
  /** Other patterns, in few printed colours. */
  RENDITION {
    @Override
    public Scene draw(int label, RandomGenerator r) {
      Thing thing = Objects.thing(label, r);
      Texture texture = Pick.one(r, List.of(Texture.SCALY, Texture.WAVY, Texture.BLOTCHED));
      Fill fill = Fill.of(texture, thing.colour(), thing.ink(), r);
      Mark mark = thing.mark(r).filled(fill);
      return Scene.painted(thing.background(r), List.of(mark), r).with(Style.PRINTED);
    }
  };

  @Override
  public List<String> classNames() {
    return new Objects().classNames();
  }

  @Override
  public String datasetName() {
    return "mini-objects-" + name().toLowerCase(Locale.ROOT);
  }
}
