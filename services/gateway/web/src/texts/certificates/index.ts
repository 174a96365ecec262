import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Certificates } from "./pl";

export const certificates: Scoped<Certificates> = { pl, en };
