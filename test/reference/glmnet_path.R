# Writes glmnet_path.json: paths of glmnet (Debian's r-cran-glmnet) that logisticPath is tested against. Nothing runs this
# but a human:
#
#   apt-get install r-cran-glmnet r-cran-jsonlite && Rscript glmnet_path.R
#
# Convergence thresholds are far below glmnet's own, so that the file holds optima and not where it likes to stop.

suppressMessages(library(glmnet))
library(jsonlite)

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
data <- file.path(here, "..", "..", "examples", "data")

load_table <- function(name) {
  table <- read.csv(file.path(data, paste0(name, ".csv")))
  list(X = as.matrix(table[, -ncol(table)]), y = factor(table[, ncol(table)]))
}

path <- function(name, alpha, standardize, nlambda, every, ...) {
  with(load_table(name), {
    fit <- glmnet(X, y, family = "binomial", alpha = alpha, standardize = standardize, nlambda = nlambda,
                  thresh = 1e-14, maxit = 1e7, ...)
    picked <- seq(1, length(fit$lambda), by = every)
    list(
      data = name, l1Ratio = alpha, standardize = standardize, nLambda = nlambda,
      lambdas = fit$lambda, devianceExplained = fit$dev.ratio, nonZeros = unname(fit$df),
      picked = picked - 1,
      intercept = unname(fit$a0[picked]),
      coef = unname(t(as.matrix(fit$beta[, picked])))
    )
  })
}

paths <- list(
  path("spambase", 1, TRUE, 100, 20),
  path("spambase", 0.5, TRUE, 30, 10),
  path("breast_cancer", 1, TRUE, 40, 13),
  path("breast_cancer", 0.3, FALSE, 20, 6),
  path("breast_cancer", 1, TRUE, 30, 9, penalty.factor = c(0, rep(1, 14), rep(2, 15)))
)
paths[[5]]$penaltyFactor <- c(0, rep(1, 14), rep(2, 15))
json <- toJSON(list(glmnet = as.character(packageVersion("glmnet")), paths = paths), digits = I(15), auto_unbox = TRUE)
writeLines(json, file.path(here, "glmnet_path.json"))
