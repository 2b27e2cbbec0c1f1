import { IsEmail } from 'class-validator';

/** An address, alone or behind a name: `Acme <billing@acme.example>`. */
export function MailSender(): PropertyDecorator {
  const message = ({ property }: { property: string }): string =>
    `"${property}" is an address, or a name with one between < and >`;
  return IsEmail({ allow_display_name: true }, { message });
}
