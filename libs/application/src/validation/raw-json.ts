import 'reflect-metadata';

const RAW = 'app:raw-json';

/** Free JSON exactly as it was sent: neither copied nor looked into. */
export function RawJson(): PropertyDecorator {
  return (target, property) => {
    const shape = target.constructor;
    Reflect.defineMetadata(RAW, new Set([...rawMembers(shape), String(property)]), shape);
  };
}

/** The members of a shape, inherited ones included, that are raw JSON. */
export function rawMembers(shape: object): ReadonlySet<string> {
  return (Reflect.getMetadata(RAW, shape) as ReadonlySet<string> | undefined) ?? new Set();
}
