/** "Not there" is an answer, and each service has its own word for it. */
export async function orNothing<Output>(answer: Promise<Output>): Promise<Output | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && notThere.has(error.name)) return undefined;
    throw error;
  }
}

const notThere = new Set([
  "NotFoundException",
  "ResourceNotFoundException",
  "NoSuchEntityException",
  "NoSuchEntity",
]);
