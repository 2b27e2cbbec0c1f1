import { Logger } from '@nestjs/common';

// What a test provokes on purpose would fill the screen; what goes wrong otherwise shows in the test itself.
Logger.overrideLogger(false);
