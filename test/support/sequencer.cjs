const { default: Sequencer } = require('@jest/test-sequencer');

/** The longest files, those that mostly wait beside those that mostly compute; none of them is left for the end. */
const FIRST = [
  ...['e2e/exactly-once/chaos', 'e2e/schedule-execution', 'medium/stack/stack'],
  ...['e2e/flexprice/crashes', 'medium/flexprice/server-in-trouble', 'medium/kafka/kafka-batch-server-sessions'],
  ...['e2e/exactly-once/moments', 'medium/trigger/hydration', 'e2e/fuzz'],
  ...['e2e/exactly-once/programs', 'medium/kafka/kafka-batch-server', 'medium/temporal/run-definition'],
];

/** Where nobody knows yet how long each file takes, as on a clean checkout. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = FIRST.findIndex((name) => path.includes(`/test/${name}.`));
      return place < 0 ? FIRST.length : place;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
