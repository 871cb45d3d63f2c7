/** The rules that can be looked into, in the order of the course. */
export const RULES = {
  "gradient-descent": "Gradient descent",
  momentum: "Momentum",
  nesterov: "Nesterov",
  adagrad: "AdaGrad",
  rmsprop: "RMSProp",
  adam: "Adam",
  adamw: "AdamW",
  rprop: "Rprop",
} as const;

export type RuleName = keyof typeof RULES;

/** The settings that a rule has, beside the learning rate. */
export const SETTINGS = {
  "gradient-descent": [],
  momentum: ["momentum"],
  nesterov: ["momentum", "form"],
  adagrad: ["epsilon"],
  rmsprop: ["decay", "epsilon"],
  adam: ["beta1", "beta2", "correction", "epsilon"],
  adamw: ["beta1", "beta2", "correction", "epsilon", "weightDecay"],
  rprop: ["increase", "decrease"],
} as const satisfies Readonly<Record<RuleName, readonly string[]>>;
