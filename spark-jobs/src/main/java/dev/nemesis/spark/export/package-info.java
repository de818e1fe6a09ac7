/** Results in the formats of other programs: CSV, JSON lines, MLflow, TensorBoard, safetensors. */
package dev.nemesis.spark.export;
