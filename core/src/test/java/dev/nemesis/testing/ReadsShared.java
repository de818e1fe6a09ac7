package dev.nemesis.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test, or a class of tests, that reads the folder {@code shared} beside the project. It is
 * skipped, saying so, where there is none. {@link Shared#path} refuses every other test, so a test
 * cannot come to depend on the folder unnoticed.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("shared")
@ExtendWith(SharedFolder.class)
public @interface ReadsShared {}
