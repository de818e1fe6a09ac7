package dev.nemesis.testing;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips what {@link ReadsShared} marks where the folder is absent, else opens it to the test. */
final class SharedFolder
    implements ExecutionCondition,
        BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback {
  /** How many enclosing tests and classes of the running one are marked. */
  private static final ThreadLocal<Integer> MARKED = ThreadLocal.withInitial(() -> 0);

  static boolean isOpen() {
    return MARKED.get() > 0;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Files.isDirectory(Shared.folder())
        ? ConditionEvaluationResult.enabled("the folder 'shared' is there")
        : ConditionEvaluationResult.disabled("skipped: no folder 'shared' beside the project");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    MARKED.set(MARKED.get() + 1);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    MARKED.set(MARKED.get() + 1);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    MARKED.set(MARKED.get() - 1);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    MARKED.set(MARKED.get() - 1);
  }
}
