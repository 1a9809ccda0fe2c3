/**
 * Makes something of a value once, and gives out the same from then on; it is forgotten together with the value.
 * Records and what users configure are values: what is made of one stays right for as long as it is there.
 */
export function onceFor<Source extends object, Made>(
  make: (source: Source) => Made,
): (source: Source) => Made {
  const known = new WeakMap<Source, Made>();
  return (source) => {
    const existing = known.get(source);
    if (existing !== undefined) return existing;
    const made = make(source);
    known.set(source, made);
    return made;
  };
}
