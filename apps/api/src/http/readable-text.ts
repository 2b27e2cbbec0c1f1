import { Matches } from 'class-validator';

/** Text with something in it: more than spaces, and no control characters. */
export function ReadableText(): PropertyDecorator {
  return Matches(/^(?=.*\S)\P{Cc}*$/u, {
    message: ({ property }) => `"${property}" is blank or holds control characters`,
  });
}
