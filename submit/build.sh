# Sourced by the scripts beside it: where things lie, the build, and Java as Spark needs it.
# shellcheck shell=bash disable=SC2034 # what is set here is used there

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
target="$root/spark-jobs/target"
jars="$target/jars" # all that a run needs, Spark included, but the program's own jar

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# What Spark's own launcher adds for Java 17.
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
opens+=("--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED")

app_jar() {
  find "$target" -maxdepth 1 -name 'nemesis-spark-jobs-*.jar' \
    ! -name '*-tests.jar' ! -name '*-sources.jar' 2> /dev/null | head -n 1
}

is_current() {
  local jar
  jar="$(app_jar)"
  [[ -n "$jar" && -f "$target/jars.done" ]] || return 1
  [[ -z "$(find "$root/pom.xml" "$root/core/pom.xml" "$root/spark-jobs/pom.xml" \
    "$root/core/src/main" "$root/spark-jobs/src/main" "$root/conf/sql" "$root/conf/datasets" \
    -newer "$target/jars.done" -print -quit)" ]]
}

build() {
  echo "Building (once; the first time this downloads Spark and PyTorch)..." >&2
  rm -rf "$jars" "$target/jars.done"
  (cd "$root" && ./mvnw -q -B -DskipTests package) >&2
  touch "$target/jars.done"
}
