export const handler = async ({ greeter }) => {
  if (greeter == null) throw new Error("Missing the required greeter parameter.");
  return { statusCode: 200, headers: { "Content-Type": "*/*" }, body: `Hello, ${greeter || "World"}!` };
};
