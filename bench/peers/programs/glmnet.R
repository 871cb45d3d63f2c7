# glmnet's side of the benchmark: Rscript glmnet.R fit x.f64 y.f64 rows cols lambda thresh, or path x.f64 y.f64 rows cols.
# Prints the time in ms and, of a fit, the intercept and the coefficients, each on a line of its own.
suppressMessages(library(glmnet))
given <- commandArgs(trailingOnly = TRUE)
rows <- as.integer(given[4])
cols <- as.integer(given[5])
X <- matrix(readBin(given[2], "double", rows * cols), nrow = rows, byrow = TRUE)
y <- readBin(given[3], "double", rows)
if (given[1] == "path") {
  invisible(glmnet(X, y, family = "binomial"))
  time <- system.time(fit <- glmnet(X, y, family = "binomial"))
  cat(1000 * time["elapsed"], length(fit$lambda), sep = "\n")
} else {
  time <- system.time(fit <- glmnet(X, y, family = "binomial", standardize = FALSE, lambda = as.numeric(given[6]),
                                    thresh = as.numeric(given[7]), maxit = 1e7))
  cat(1000 * time["elapsed"], "\n")
  cat(formatC(c(fit$a0, as.vector(fit$beta)), digits = 17), sep = "\n")
}
