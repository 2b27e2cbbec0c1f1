// Points git at the repository's own hooks. Outside a git checkout (a tarball, an image build) there is nothing to do.
const { execFileSync } = require('node:child_process');
const { existsSync } = require('node:fs');

if (existsSync('.git')) execFileSync('git', ['config', 'core.hooksPath', '.githooks'], { stdio: 'inherit' });
