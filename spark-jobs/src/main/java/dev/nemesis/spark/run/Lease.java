package dev.nemesis.spark.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.spark.table.JsonFile;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The right to write to an output folder: one driver has it at a time. It is a file {@code
 * lease/<number>.json} that is committed, so that of several drivers one gets it, a file {@code
 * .beat} beside it that is written again and again while the driver lives, and {@code .released}
 * when it ends. A driver that died leaves no more beats, and the next one takes the next number:
 * after {@link #EXPIRY}, by the file system's clock alone, or at once if it can be told from here
 * that its process has ended ({@link ProcessIdentity}).
 */
public final class Lease implements AutoCloseable {
  static final Duration EXPIRY = Duration.ofSeconds(60);

  private static final long BEAT_SECONDS = 10;
  private static final String FOLDER = "lease";

  /** State of the lease. */
  private enum Fate {
    HELD,
    TAKEN,
    GONE
  }

  private final OutFolder out;
  private final OutFolder held;
  private final int number;
  private final String holder; // its file, to the letter
  private final ScheduledExecutorService beats;
  private final Future<?> beating;
  private volatile Fate fate = Fate.HELD;

  private Lease(OutFolder out, int number, String holder) {
    this.out = out;
    this.holder = holder;
    held = out.heldBy(FOLDER, this::confirm);
    this.number = number;
    beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease");
              thread.setDaemon(true);
              return thread;
            });
    beating = beats.scheduleWithFixedDelay(this::beat, 0, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Who has or had it.
   *
   * @param host the driver's machine
   * @param pid its process
   * @param since when it got the lease; ISO 8601, UTC
   * @param identity what tells that process from others; null where nothing does, and in files of
   *     earlier versions
   */
  @JsonIgnoreProperties(ignoreUnknown = true) // what earlier versions wrote, and later ones may
  public record Holder(String host, long pid, String since, ProcessIdentity identity) {
    public Holder {
      Objects.requireNonNull(host, "host");
    }

    static Holder here() {
      return new Holder(
          Program.host(),
          ProcessHandle.current().pid(),
          Instant.now().toString(),
          ProcessIdentity.here().orElse(null));
    }

    private boolean hasEnded() {
      return identity != null && identity.hasEnded();
    }

    private boolean isAlive() {
      return identity != null && identity.isAlive();
    }

    @Override
    public String toString() {
      return "process " + pid + " on " + host + ", since " + since;
    }
  }

  /**
   * Takes the lease.
   *
   * @throws InputException if another driver has it
   */
  public static Lease take(OutFolder out) {
    int latest = latest(out);
    Optional<Holder> holder = notReleased(out, latest);
    if (holder.isPresent() && silence(out, latest, out::age).compareTo(EXPIRY) <= 0) {
      throw refused(out, holder.get());
    }
    String here = JsonFile.text(Holder.here());
    try {
      if (!out.commit(file(latest + 1, "json"), here.getBytes(StandardCharsets.UTF_8))) {
        throw refused(out, read(out, latest + 1));
      }
    } catch (IOException e) {
      throw StorageFault.cannot("write to output folder " + out.location(), e);
    }
    for (String ending : List.of("json", "beat", "released")) {
      out.delete(file(latest - 1, ending)); // the latest may be being read
    }
    return new Lease(out, latest + 1, here);
  }

  /** The folder as this driver may write to it, and its tasks. */
  public OutFolder folder() {
    return held;
  }

  /**
   * Who has it now, and how long nothing was heard of it, as far as can be told without writing to
   * the folder: by this machine's clock.
   *
   * @param holder a driver that has not given it back, and is not known to have ended
   * @param silence since its last beat; zero where its process is seen to live
   */
  public record Heard(Holder holder, Duration silence) {
    /** Whether another driver would be refused. */
    public boolean isAtWork() {
      return silence.compareTo(EXPIRY) <= 0;
    }

    @Override
    public String toString() {
      return isAtWork()
          ? holder.toString()
          : "none heard of for %d s by this machine's clock; the last was %s"
              .formatted(silence.toSeconds(), holder);
    }
  }

  /** The driver that has it, or had it and did not give it back. */
  public static Optional<Heard> heard(OutFolder out) {
    int latest = latest(out);
    return notReleased(out, latest)
        .map(
            holder ->
                new Heard(
                    holder,
                    holder.isAlive()
                        ? Duration.ZERO
                        : silence(
                            out,
                            latest,
                            file -> Duration.between(out.written(file), Instant.now()))));
  }

  /** A holder that may be at work: not one that gave it back, nor one that is known to be dead. */
  private static Optional<Holder> notReleased(OutFolder out, int latest) {
    if (latest == 0 || out.exists(file(latest, "released"))) {
      return Optional.empty();
    }
    return Optional.of(read(out, latest)).filter(holder -> !holder.hasEnded());
  }

  private static Duration silence(OutFolder out, int latest, Function<String, Duration> age) {
    String beat = file(latest, "beat");
    return age.apply(out.exists(beat) ? beat : file(latest, "json"));
  }

  /**
   * Makes sure that this driver still has it. Storage that is away for a moment tells nothing.
   *
   * @throws InputException if another driver took it, because this one was not heard of for too
   *     long; or if the folder is no longer there
   */
  public void check() {
    try {
      look();
    } catch (InputException e) {
      // The next look tells; before anything is replaced, confirm() has to have an answer.
    }
    requireHeld();
  }

  private void confirm() {
    look();
    requireHeld();
  }

  private void look() {
    int latest = latest(out);
    if (latest > number) {
      fate = Fate.TAKEN;
    } else if (latest < number || !out.read(file(number, "json")).equals(holder)) {
      fate = Fate.GONE; // another run may have begun in its place, and number its lease the same
    }
  }

  private void requireHeld() {
    String goOn = "go on writing to " + out.location() + ": ";
    switch (fate) {
      case HELD -> {}
      case TAKEN ->
          throw InputException.cannot(
              ErrorCode.OUTPUT,
              goOn
                  + "this driver was not heard of for %d s, and %s works there now"
                      .formatted(EXPIRY.toSeconds(), read(out, latest(out))));
      case GONE ->
          throw InputException.cannot(
              ErrorCode.OUTPUT,
              goOn
                  + "it is no longer there, moved or deleted; give its new place with --out and run"
                  + " the same command: what is done is kept with it");
    }
  }

  void beat() {
    try {
      look();
      if (fate == Fate.HELD) {
        held.replace(file(number, "beat"), Instant.now() + "\n");
        look();
        if (fate == Fate.GONE) {
          out.delete(file(number, "beat")); // on a store of objects it may be all there is
        }
      }
    } catch (InputException e) {
      // The storage is away: the next beat tells whether that took too long.
    }
  }

  /** Gives it back. */
  @Override
  public void close() {
    beating.cancel(false);
    beats.shutdown();
    try {
      beats.awaitTermination(BEAT_SECONDS, TimeUnit.SECONDS);
      if (fate == Fate.HELD) {
        held.commit(file(number, "released"), new byte[0]);
      }
    } catch (IOException e) {
      // Then it expires.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InputException refused(OutFolder out, Holder holder) {
    return InputException.cannot(
        ErrorCode.OUTPUT,
        ("write to output folder %s: another driver works there (%s); wait for it, see 'nemesis"
                + " status', or stop it; a driver that died is forgotten within %d s")
            .formatted(out.location(), holder, EXPIRY.toSeconds()));
  }

  private static Holder read(OutFolder out, int number) {
    return JsonFile.read(
        out,
        file(number, "json"),
        new TypeReference<Holder>() {},
        "it is no lease; delete it if no driver works there");
  }

  private static int latest(OutFolder out) {
    return out.names(FOLDER).stream()
        .filter(name -> name.matches("\\d{1,9}\\.json"))
        .mapToInt(name -> Integer.parseInt(name.substring(0, name.indexOf('.'))))
        .max()
        .orElse(0);
  }

  private static String file(int number, String ending) {
    return FOLDER + "/" + number + "." + ending;
  }
}
