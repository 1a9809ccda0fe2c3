/** `await`, but at once where there is nothing to wait for: a promise is most of what a small step costs. */
export const chain = <A, B>(value: A | PromiseLike<A>, next: (value: A) => B | Promise<B>): B | Promise<B> =>
  typeof (value as PromiseLike<A> | null | undefined)?.then === "function"
    ? Promise.resolve(value).then(next)
    : next(value as A);
