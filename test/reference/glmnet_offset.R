# Writes glmnet_offset.json: paths of glmnet (Debian's r-cran-glmnet) with an offset that logisticPath, and fits with a
# penalty, are tested against. Nothing runs this but a human:
#
#   apt-get install r-cran-glmnet r-cran-jsonlite && Rscript glmnet_offset.R
#
# The offset of row i is sin(i), from i = 1. Convergence thresholds are far below glmnet's own, so that the file holds optima.

suppressMessages(library(glmnet))
library(jsonlite)

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
table <- read.csv(file.path(here, "..", "..", "examples", "data", "breast_cancer.csv"))
X <- as.matrix(table[, -ncol(table)])
y <- factor(table[, ncol(table)])
offset <- sin(seq_len(nrow(X)))

path <- function(alpha, standardize, nlambda, every) {
  fit <- glmnet(X, y, family = "binomial", offset = offset, alpha = alpha, standardize = standardize, nlambda = nlambda,
                thresh = 1e-14, maxit = 1e7)
  picked <- seq(1, length(fit$lambda), by = every)
  list(
    l1Ratio = alpha, standardize = standardize, nLambda = nlambda,
    lambdas = fit$lambda, devianceExplained = fit$dev.ratio, nonZeros = unname(fit$df),
    picked = picked - 1,
    intercept = unname(fit$a0[picked]),
    coef = unname(t(as.matrix(fit$beta[, picked]))),
    scores = unname(as.vector(predict(fit, X[1:5, ], s = fit$lambda[picked[2]], newoffset = offset[1:5])))
  )
}

paths <- list(path(1, TRUE, 30, 9), path(0.4, FALSE, 20, 6), path(0, TRUE, 10, 4))
three <- iris[, 5]
softmax <- {
  set.seed(1)
  o <- matrix(round(rnorm(3 * nrow(iris)), 3), ncol = 3)
  fit <- glmnet(as.matrix(iris[, 3:4]), three, family = "multinomial", offset = o, alpha = 0, standardize = FALSE,
                lambda = c(0.1, 0.01), thresh = 1e-14, maxit = 1e7)
  list(
    X = unname(as.matrix(iris[, 3:4])), y = as.character(three), offset = o, lambda = 0.01,
    coef = lapply(fit$beta, function(beta) unname(beta[, 2])), intercept = unname(fit$a0[, 2])
  )
}
json <- toJSON(list(glmnet = as.character(packageVersion("glmnet")), paths = paths, softmax = softmax), digits = I(15),
               auto_unbox = TRUE)
writeLines(json, file.path(here, "glmnet_offset.json"))
