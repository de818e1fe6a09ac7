package dev.nemesis.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.verify.Measure;
import dev.nemesis.verify.Verdict;
import dev.nemesis.verify.Verdict.Status;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Verdicts for programs. A deviation that is no number is the text "NaN" or "Infinity". */
final class VerdictJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private VerdictJson() {}

  static void write(PrintWriter to, List<Verdict> verdicts, List<Path> unrecognised) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode list = root.putArray("verdicts");
    verdicts.forEach(verdict -> write(list.addObject(), verdict));
    ArrayNode others = root.putArray("unrecognised");
    unrecognised.forEach(file -> others.add(file.toString()));
    root.putObject("counts")
        .put("recordings", verdicts.size())
        .put("pass", VerdictTable.count(verdicts, Status.PASS))
        .put("fail", VerdictTable.count(verdicts, Status.FAIL))
        .put("skipped", VerdictTable.count(verdicts, Status.SKIPPED))
        .put("unrecognised", unrecognised.size());
    to.println(root.toPrettyString());
    to.flush();
  }

  private static void write(ObjectNode node, Verdict verdict) {
    node.put("name", verdict.name());
    node.put("compared", verdict.compared());
    node.put("status", verdict.status().toString());
    node.put("message", verdict.message());
    ArrayNode measures = node.putArray("measures");
    for (Measure measure : verdict.measures()) {
      measures
          .addObject()
          .put("what", measure.what())
          .put("where", measure.where())
          .put("deviation", measure.deviation())
          .put("tolerance", measure.tolerance())
          .put("passes", measure.passes());
    }
  }
}
