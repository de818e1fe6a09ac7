package dev.nemesis.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The picture a GIF shows first: its canvas with the first frame on it. Around a frame that is
 * smaller, Pillow has the frame's transparent colour, or the first of its palette; a frame that
 * reaches beyond makes the canvas larger.
 *
 * @param x of the frame's left column
 * @param y of the frame's top row
 * @param transparent index in the frame's palette; 0 if it has none
 * @param hasPalette else its indices are greys
 */
record GifCanvas(int width, int height, int x, int y, int transparent, boolean hasPalette) {
  private static final String STREAM = "javax_imageio_gif_stream_1.0";
  private static final String IMAGE = "javax_imageio_gif_image_1.0";

  /** Reads where the first frame lies. */
  static GifCanvas of(ImageReader reader) throws IOException {
    IIOMetadata frame = reader.getImageMetadata(0);
    Element place = child(frame.getAsTree(IMAGE), "ImageDescriptor");
    Node stream = reader.getStreamMetadata().getAsTree(STREAM);
    Element screen = child(stream, "LogicalScreenDescriptor");
    Element control = child(frame.getAsTree(IMAGE), "GraphicControlExtension");
    int x = number(place, "imageLeftPosition");
    int y = number(place, "imageTopPosition");
    boolean isTransparent =
        control != null && Boolean.parseBoolean(control.getAttribute("transparentColorFlag"));
    return new GifCanvas(
        Math.max(number(screen, "logicalScreenWidth"), x + number(place, "imageWidth")),
        Math.max(number(screen, "logicalScreenHeight"), y + number(place, "imageHeight")),
        x,
        y,
        isTransparent ? number(control, "transparentColorIndex") : 0,
        child(frame.getAsTree(IMAGE), "LocalColorTable") != null
            || child(stream, "GlobalColorTable") != null);
  }

  /** The canvas, {@code [height, width, 3]}. */
  byte[] around(BufferedImage frame) {
    IndexColorModel palette = hasPalette ? (IndexColorModel) frame.getColorModel() : null;
    Raster indices = frame.getRaster();
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < width * height; i++) {
      int column = i % width - x;
      int row = i / width - y;
      boolean inFrame =
          column >= 0 && column < frame.getWidth() && row >= 0 && row < frame.getHeight();
      int index = inFrame ? indices.getSample(column, row, 0) : transparent;
      for (int channel = 0; channel < 3; channel++) {
        rgb[3 * i + channel] =
            (byte) (palette == null ? index : palette.getRGB(index) >> (16 - 8 * channel));
      }
    }
    return rgb;
  }

  private static Element child(Node parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return (Element) node;
      }
    }
    return null;
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }
}
