import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/internal';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS } from '../decorators';

/** Refuses to boot while a route says neither what it requires nor that it is public. */
@Injectable()
export class DeclaredAccess implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.undeclaredRoutes(metatype));
    if (open.length > 0)
      throw new Error(
        `Every route declares its access: add @RequirePermission(…) or @Public() to ${[...new Set(open)].join(', ')}.`,
      );
  }

  private undeclaredRoutes(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const prototype = controller.prototype as Record<string, unknown>;
    return this.scanner
      .getAllMethodNames(prototype)
      .map((name) => [name, prototype[name]] as const)
      .filter((entry): entry is readonly [string, () => unknown] => typeof entry[1] === 'function')
      .filter(([, handler]) => Reflect.hasMetadata(PATH_METADATA, handler))
      .filter(([, handler]) => this.reflector.getAllAndOverride(ACCESS, [handler, controller]) === undefined)
      .map(([name]) => `${controller.name}.${name}`);
  }
}
