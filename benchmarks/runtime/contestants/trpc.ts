// https://trpc.io/docs/server/adapters/aws-lambda. It has a protocol of its own: the same values as one input.
import { initTRPC } from "@trpc/server";
import { awsLambdaRequestHandler } from "@trpc/server/adapters/aws-lambda";
import * as z from "zod";
import { dryRun, id, limit, order } from "../order.ts";
import { replace, resources } from "../work.ts";

const t = initTRPC.create();

const routerOf = (resource: string) => {
  const other = async () => ({ resource });
  return t.router({
    list: t.procedure.query(other),
    create: t.procedure.mutation(other),
    read: t.procedure.query(other),
    replace: t.procedure
      .input(z.object({ id, dryRun, limit, order }))
      .mutation(async ({ input }) => replace(input)),
    remove: t.procedure.mutation(other),
  });
};

export const handler = awsLambdaRequestHandler({
  router: t.router(Object.fromEntries(resources.map((resource) => [resource, routerOf(resource)]))),
});
