package dev.nemesis.data.mini;

import dev.nemesis.data.Picture;
import dev.nemesis.data.mini.Scene.Style;

/** Puts a scene on paper, edges smoothed over one pixel. */
final class Painter {
  private static final int SIDE = Scene.SIDE;
  private static final int PAPER = 0xF0F0F0;
  private static final int PENCIL = 0x404040;
  private static final double LINE = 0.9;

  private final Scene scene;
  private final double[] rgb = new double[SIDE * SIDE * 3];

  Painter(Scene scene) {
    this.scene = scene;
  }

  Picture paint() {
    boolean sketch = scene.style() == Style.SKETCHED;
    background(sketch ? Fill.plain(PAPER) : scene.background());
    for (Mark mark : scene.marks()) {
      if (sketch) {
        mark(mark.filled(Fill.plain(PAPER)), false);
        mark(mark.filled(Fill.plain(PENCIL)), true);
      } else {
        mark(mark, false);
      }
    }
    return new Picture(SIDE, SIDE, bytes());
  }

  private void background(Fill fill) {
    Brush brush = new Brush(fill);
    for (int py = 0; py < SIDE; py++) {
      for (int px = 0; px < SIDE; px++) {
        brush.put(rgb, (py * SIDE + px) * 3, px + 0.5 - Scene.MIDDLE, py + 0.5 - Scene.MIDDLE, 1);
      }
    }
  }

  private void mark(Mark mark, boolean outline) {
    double cos = StrictMath.cos(mark.angle());
    double sin = StrictMath.sin(mark.angle());
    double reach = 1.45 * mark.size() * Math.max(1, mark.stretch()) + 1;
    int left = (int) Math.max(0, mark.x() - reach);
    int right = (int) Math.min(SIDE - 1.0, mark.x() + reach);
    int top = (int) Math.max(0, mark.y() - reach);
    int bottom = (int) Math.min(SIDE - 1.0, mark.y() + reach);
    double perSize = 1 / mark.size();
    double perWidth = perSize / mark.stretch();
    Brush brush = new Brush(mark.fill());
    for (int py = top; py <= bottom; py++) {
      for (int px = left; px <= right; px++) {
        double dx = px + 0.5 - mark.x();
        double dy = py + 0.5 - mark.y();
        double x = (cos * dx + sin * dy) * perWidth;
        double y = (cos * dy - sin * dx) * perSize;
        double distance = mark.kind().distance(x, y) * mark.size();
        double inside = outline ? LINE - Math.abs(distance) : -distance;
        double cover = Math.min(1, 0.5 + inside);
        if (cover > 0) {
          brush.put(rgb, (py * SIDE + px) * 3, dx, dy, cover);
        }
      }
    }
  }

  private byte[] bytes() {
    byte[] bytes = new byte[rgb.length];
    long grain = scene.grainSeed() | 1;
    for (int i = 0; i < rgb.length; i += 3) {
      // xorshift: one step for each pixel
      grain ^= grain << 13;
      grain ^= grain >>> 7;
      grain ^= grain << 17;
      double shift = ((grain >>> 40) * 0x1.0p-23 - 1) * scene.grain();
      for (int c = 0; c < 3; c++) {
        double value = rgb[i + c] * scene.light() + shift;
        bytes[i + c] = (byte) Math.max(0, Math.min(255, (int) printed(value)));
      }
    }
    return bytes;
  }

  private double printed(double value) {
    // Four levels, as a cheap print has.
    return scene.style() == Style.PRINTED ? Math.floor(value / 64 + 0.5) * 64 : value;
  }

  /** A fill with what it needs at every pixel computed once. */
  private static final class Brush {
    private final Fill fill;
    private final double cos;
    private final double sin;

    Brush(Fill fill) {
      this.fill = fill;
      this.cos = StrictMath.cos(fill.angle()) / fill.period();
      this.sin = StrictMath.sin(fill.angle()) / fill.period();
    }

    void put(double[] rgb, int at, double dx, double dy, double cover) {
      double ink =
          fill.texture() == Texture.PLAIN
              ? 0
              : fill.texture().ink(cos * dx + sin * dy, cos * dy - sin * dx, fill.period());
      for (int c = 0; c < 3; c++) {
        int shift = 16 - 8 * c;
        double base = fill.base() >> shift & 255;
        double colour = base + ink * ((fill.ink() >> shift & 255) - base);
        rgb[at + c] += cover * (colour - rgb[at + c]);
      }
    }
  }
}
