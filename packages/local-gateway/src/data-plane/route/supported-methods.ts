/** What `ANY` stands for, and all the methods that API Gateway has (D, PutMethod; x-amazon-apigateway-any-method). */
export const supportedMethods: readonly string[] = [
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
];
