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
# Of many classes: coefficients of each class, one row a class, at each λ picked.
softmax_path <- function(name, X, y, alpha, nlambda, every, ...) {
  fit <- glmnet(X, y, family = "multinomial", alpha = alpha, nlambda = nlambda, thresh = 1e-13, maxit = 1e7, ...)
  picked <- seq(1, length(fit$lambda), by = every)
  list(
    data = name, l1Ratio = alpha, nLambda = nlambda,
    lambdas = fit$lambda, devianceExplained = fit$dev.ratio, nonZeros = unname(fit$df),
    nonZerosOfClasses = unname(t(fit$dfmat)),
    picked = picked - 1,
    intercept = lapply(picked, function(k) unname(fit$a0[, k])),
    coef = lapply(picked, function(k) unname(t(sapply(fit$beta, function(beta) as.vector(beta[, k])))))
  )
}

digits <- load_table("digits")
some <- seq(1, nrow(digits$X), by = 3)
classes <- list(
  softmax_path("iris", as.matrix(iris[, 1:4]), iris$Species, 1, 50, 10),
  softmax_path("iris", as.matrix(iris[, 1:4]), iris$Species, 0.5, 30, 9),
  softmax_path("digits", digits$X[some, ], digits$y[some], 1, 30, 9, lambda.min.ratio = 0.01)
)
classes[[3]]$lambdaMinRatio <- 0.01
flowers <- list(X = unname(as.matrix(iris[, 1:4])), y = as.character(iris$Species))
json <- toJSON(list(glmnet = as.character(packageVersion("glmnet")), paths = paths, iris = flowers, classes = classes), digits = I(15), auto_unbox = TRUE)
writeLines(json, file.path(here, "glmnet_path.json"))
