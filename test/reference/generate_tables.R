# Writes tables.json: optima on two tables with categories and gaps, as a user prepares them, that the fits are tested
# against. Nothing runs this but a human:
#
#   apt-get install r-cran-glmnet r-cran-jsonlite && Rscript generate_tables.R
#
#   f(w, b) = C Σ ℓᵢ + r Σ |wⱼ| + ½ (1 − r) Σ wⱼ²     C = 1 / (n λ)
#
# A column of text becomes one indicator for each of its values, in the order of their bytes; a gap is a value of its own.
# Of a column of numbers the gaps become its mean, beside an indicator of where they were. Columns of numbers are divided by
# the largest magnitude, which keeps glmnet's coordinate descent from taking for ever and changes the problem: the
# coefficients in the file are of the divided columns.

suppressMessages(library(glmnet))
library(jsonlite)

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
data <- file.path(here, "..", "..", "examples", "data")

prepare <- function(name, target) {
  table <- read.csv(file.path(data, paste0(name, ".csv")), colClasses = "character", na.strings = character())
  y <- factor(table[[target]])
  columns <- list()
  for (column in setdiff(names(table), target)) {
    cells <- table[[column]]
    numbers <- suppressWarnings(as.numeric(cells))
    if (all(!is.na(numbers) | cells == "")) {
      gap <- cells == ""
      numbers[gap] <- mean(numbers[!gap])
      columns[[column]] <- numbers / max(abs(numbers))
      if (any(gap)) columns[[paste0(column, "=")]] <- as.numeric(gap)
    } else {
      for (level in sort(unique(cells), method = "radix")) columns[[paste0(column, "=", level)]] <- as.numeric(cells == level)
    }
  }
  list(X = do.call(cbind, columns), y = y)
}

objective <- function(X, y, C, r, w, b) {
  z <- as.vector(X %*% w + b)
  margin <- ifelse(y == levels(y)[2], z, -z)
  C * sum(pmax(-margin, 0) + log1p(exp(-abs(margin)))) + r * sum(abs(w)) + (1 - r) / 2 * sum(w^2)
}

optimum <- function(name, target, C, r) {
  with(prepare(name, target), {
    fit <- glmnet(X, y, family = "binomial", alpha = r, standardize = FALSE, lambda = 1 / (C * nrow(X)),
                  thresh = 1e-18, maxit = 1e8)
    w <- as.vector(fit$beta)
    list(data = name, target = target, C = C, l1Ratio = r, names = colnames(X), coef = w,
         intercept = unname(fit$a0), loss = objective(X, y, C, r, w, unname(fit$a0)))
  })
}

optima <- list(
  optimum("churn", "churn", 1, 0),
  optimum("churn", "churn", 0.1, 1),
  optimum("churn", "churn", 0.3, 0.5),
  optimum("credit", "Status", 1, 0),
  optimum("credit", "Status", 0.1, 1),
  optimum("credit", "Status", 1, 0.5)
)
json <- toJSON(list(glmnet = as.character(packageVersion("glmnet")), optima = optima), digits = I(15), auto_unbox = TRUE)
writeLines(json, file.path(here, "tables.json"))
