/** An answer as operations that create and list print it: without `tags` when there are none (R, by resource). */
export function withTagsIfAny<T extends { readonly tags?: { readonly [key: string]: string } | undefined }>(
  answer: T,
): T | Omit<T, "tags"> {
  const { tags, ...rest } = answer;
  return Object.keys(tags ?? {}).length === 0 ? rest : answer;
}
