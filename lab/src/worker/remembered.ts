/** The same function, which keeps its answers: for one that takes long and is asked about a few things only. */
export function remembered<Key extends string, R>(f: (key: Key) => R): (key: Key) => R {
  const answers = new Map<Key, R>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = f(key);
    answers.set(key, answer);
    return answer;
  };
}
