package dev.nemesis.spark.table;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.LearnedArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns in which files of version 0.1, and of some after it, have what a cell learned: files
 * without column {@code learned}. {@code conf/sql/views/cell_files.sql} makes the same of them.
 *
 * @param softPrompt the context vectors {@code [V x L][W]}, set by set; empty for zero-shot, null
 *     in later files
 * @param metaNet CoCoOp's; null for other methods
 */
record EarlierLearned(List<List<Float>> softPrompt, MetaNet metaNet) {
  /** CoCoOp's meta-net, its matrices row-major. */
  record MetaNet(
      List<Float> linear1Weight,
      List<Float> linear1Bias,
      List<Float> linear2Weight,
      List<Float> linear2Bias) {}

  /** The same as named arrays. */
  List<LearnedArray> arrays(Cell cell) {
    if (softPrompt == null || softPrompt.isEmpty()) {
      return List.of();
    }
    int length = cell.prompt().ctxLen();
    int width = softPrompt.get(0).size();
    List<LearnedArray> arrays = new ArrayList<>();
    arrays.add(
        new LearnedArray(
            "ctx",
            List.of(softPrompt.size() / length, length, width),
            softPrompt.stream().flatMap(List::stream).toList()));
    if (metaNet != null) {
      int hidden = metaNet.linear1Bias.size();
      int embed = metaNet.linear1Weight.size() / hidden;
      arrays.add(array("linear1.weight", metaNet.linear1Weight, hidden, embed));
      arrays.add(array("linear1.bias", metaNet.linear1Bias, hidden));
      arrays.add(array("linear2.weight", metaNet.linear2Weight, width, hidden));
      arrays.add(array("linear2.bias", metaNet.linear2Bias, width));
    }
    return arrays;
  }

  private static LearnedArray array(String part, List<Float> values, Integer... shape) {
    return new LearnedArray("meta_net." + part, List.of(shape), values);
  }
}
