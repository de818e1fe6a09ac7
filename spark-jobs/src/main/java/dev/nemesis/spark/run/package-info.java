/** Plan, bundle, execute, commit, resume and rerun a grid. */
package dev.nemesis.spark.run;
