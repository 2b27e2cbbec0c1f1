import { domainOf, readMailbox } from './mailbox';

it.each([
  ['a@b.example', '', 'a@b.example'],
  ['<a@b.example>', '', 'a@b.example'],
  ['Acme <a@b.example>', 'Acme', 'a@b.example'],
  ['"Acme, Inc." <a@b.example>', 'Acme, Inc.', 'a@b.example'],
  ['Acme, Inc. <a@b.example>', 'Acme, Inc.', 'a@b.example'],
])('reads %s', (text, name, address) => {
  expect(readMailbox(text)).toEqual({ name, address });
});

it.each([
  ...['', 'a', 'a@', '@b.example', 'a@b@c.example', 'a@b.example, c@d.example', 'A <a@b.example>, C <c@d.example>'],
  ...[
    'A <a@b.example> B',
    'A <<a@b.example>',
    'a b@c.example',
    'A <a@b.example\r\nBcc: c@d.example>',
    'group: a@b.example;',
  ],
])('reads no single sender from %j', (text) => {
  expect(readMailbox(text)).toBeUndefined();
});

it.each([
  ['a@B.Example', 'b.example'],
  ['a@grüße.example', 'xn--gre-6ka8l.example'],
  ['a@[192.0.2.1]', '[192.0.2.1]'],
])('knows the domain of %s', (address, domain) => {
  expect(domainOf({ name: '', address })).toBe(domain);
});
