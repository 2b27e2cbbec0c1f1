const scopes = [
  ...['api', 'trigger', 'worker'],
  ...['application', 'auth', 'billing', 'config', 'contracts', 'database', 'domain', 'kafka', 'observability'],
  ...['steps', 'temporal', 'test', 'tools', 'stack', 'demo', 'ci', 'deps', 'docs'],
];

// A configuration file is read by its default export.
export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'scope-enum': [2, 'always', scopes],
    'body-max-line-length': [0],
    'subject-case': [0],
  },
};
