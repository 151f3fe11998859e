// A JSON schema of settings, as pydantic and setting() of models/spec/settings.py write it.

import type { BlockForm } from "./blocks";

/** As `setting()` of models/spec/settings.py has them. */
export type Role = "capacity" | "regularisation" | "amount of data";
export type Setting = string | number | boolean | number[] | string[];

/** One field as pydantic writes it. */
export interface Field {
  type?: string;
  $ref?: string;
  title?: string;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  enum?: (string | number)[];
  items?: Field;
  prefixItems?: Field[];
  minItems?: number;
  maxItems?: number;
  group?: string;
  advanced?: boolean;
  when?: Record<string, Setting[]>;
  live?: boolean;
  layer?: string | string[];
  scale?: string;
  step?: number;
  unit?: string;
  preview?: string;
  role?: Role;
  picks?: string;
  colours?: Record<string, string>;
  names?: Record<string, string>;
  format?: string;
  choices?: Record<string, string>;
  form?: string;
  pattern?: string;
  forms?: Record<string, BlockForm>;
  within?: string[];
}
export interface Schema {
  properties?: Record<string, Field>;
  $defs?: Record<string, Field>;
}
