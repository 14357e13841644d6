export { oneOf, readForm } from "../platform/web/form-data.ts";
