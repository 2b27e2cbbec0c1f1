import { startServers } from './servers';

// The configuration file of the runner wants a default export.
// eslint-disable-next-line no-restricted-syntax
export default startServers;
