import { FlexpriceStandIn } from '../../support/flexprice';
import { NOT_SERVED, reasonNotServed } from './not-served';
import { hasRecordings, recordedEvents, recordedExchanges, recordedSequence } from './recordings';
import { groupOf, Replay } from './replay';

const EVENTS =
  /^(customer|subscription|feature|entitlement)\.|^wallet\.(created|updated|terminated|transaction\.created)$/;

const all = hasRecordings() ? recordedExchanges() : [];
const served = all.filter(({ name }) => reasonNotServed(name) === undefined);
const names = served.map(({ name }) => name);
const events = hasRecordings()
  ? recordedEvents().filter(({ event, provokedBy }) => EVENTS.test(event.event_name) && names.includes(provokedBy))
  : [];

it('lets nobody in without a key', async () => {
  const standIn = await FlexpriceStandIn.start();
  const { status } = await fetch(`${standIn.url}/users/me`);
  await standIn.close();
  expect(status).toBe(401);
});

// The recordings lie beside the project where they may be kept at all, never in it.
if (hasRecordings())
  describe('The Flexprice stand-in, asked what a real server was asked', () => {
    let replay: Replay;

    beforeAll(async () => {
      replay = await Replay.of(all, served);
    });

    it.each(names)('answers %s like the real server', (name) => {
      expect(replay.outcomes.get(name)).toEqual([]);
    });

    it('lists only what is recorded as not served', () => {
      const unused = Object.keys(NOT_SERVED).filter((listed) => !all.some(({ name }) => name.startsWith(listed)));

      expect(unused).toEqual([]);
    });

    it('publishes the events that the real server published for each exchange', () => {
      const groups = [...new Set(names.map(groupOf))];
      const recorded = Map.groupBy(recordedSequence(), ({ provokedBy }) => groupOf(provokedBy));
      const expected = groups.map((group) => [
        group,
        (recorded.get(group) ?? []).map(({ name }) => name).filter((name) => EVENTS.test(name)),
      ]);
      const actual = groups.map((group) => [group, replay.events.get(group)?.map(({ event_name }) => event_name)]);

      expect(actual).toEqual(expected);
    });

    it.each(events)('publishes $file as it was recorded', ({ event, provokedBy }) => {
      const published = replay.events.get(groupOf(provokedBy))?.find((each) => each.event_name === event.event_name);

      expect(replay.matcher.differences({ ...event }, published && { ...published })).toEqual([]);
    });
  });
