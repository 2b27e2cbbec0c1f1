import { readSandboxFault } from './sandbox-fault';

it.each([
  ['create_wallet:unavailable:2', { operation: 'create_wallet', kind: 'unavailable', times: 2 }],
  ['compensate_assign_plan:lost_reply:1', { operation: 'compensate_assign_plan', kind: 'lost_reply', times: 1 }],
  ['create_wallet:broken:2', undefined],
  ['create_wallet:timeout:0', undefined],
  ['create_wallet:timeout', undefined],
  ['', undefined],
  [undefined, undefined],
])('reads %p', (text, expected) => {
  expect(readSandboxFault(text)).toEqual(expected);
});
