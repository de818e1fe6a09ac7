package dev.nemesis.spark.report.query;

import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportFigure.Curve;
import dev.nemesis.spark.report.model.ReportFigure.Panel;
import dev.nemesis.spark.report.model.ReportFigure.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Makes a figure of a query's answer: one row a point, panels and lines in the order in which the
 * answer first names them.
 */
final class FigureReading {
  private record Place(String title, String yLabel) {}

  private FigureReading() {}

  static ReportFigure of(FigureSpec spec, List<Row> rows) {
    Map<Place, Map<String, List<Point>>> panels = new LinkedHashMap<>();
    for (Row row : rows) {
      Answer answer = new Answer(row);
      panels
          .computeIfAbsent(
              new Place(answer.text("panel"), answer.text("panel_y")),
              place -> new LinkedHashMap<>())
          .computeIfAbsent(answer.text("line"), line -> new ArrayList<>())
          .add(
              new Point(
                  answer.decimal("x"),
                  answer.decimal("y"),
                  answer.decimal("std"),
                  answer.count("seeds")));
    }
    List<Panel> all = new ArrayList<>();
    panels.forEach(
        (place, lines) -> {
          List<Curve> curves = new ArrayList<>();
          lines.forEach((label, points) -> curves.add(new Curve(label, points)));
          all.add(new Panel(place.title(), place.yLabel(), curves));
        });
    return new ReportFigure(
        spec.id(),
        spec.number(),
        spec.title(),
        spec.caption(),
        spec.xLabel(),
        spec.yLabel(),
        spec.isByRank(),
        all,
        List.of());
  }
}
