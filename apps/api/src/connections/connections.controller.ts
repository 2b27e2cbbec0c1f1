import {
  CheckConnection,
  CreateConnection,
  DeleteConnection,
  FindConnection,
  GetConnection,
  UpdateConnection,
} from '@app/application';
import { CurrentCaller, CurrentScope, RequirePermission } from '@app/auth';
import type { Caller, TenantScope } from '@app/domain';
import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Location } from '../http/location.interceptor';
import { ResourceId } from '../http/resource-id';
import { Refuses } from '../open-api/answers';
import { toConnectionDto, toConnectionListDto, toFields, toNewSecrets, toSecrets } from './connection.convert';
import { ConnectionDto, ConnectionListDto, CreateConnectionDto, UpdateConnectionDto } from './connection.dto';

/** Which Flexprice server an environment's workflows act on. Every save asks the server, by calls without effect. */
@ApiTags('connections')
@Controller('connections')
export class ConnectionsController {
  constructor(
    private readonly createConnection: CreateConnection,
    private readonly findConnection: FindConnection,
    private readonly getConnection: GetConnection,
    private readonly updateConnection: UpdateConnection,
    private readonly deleteConnection: DeleteConnection,
    private readonly checkConnection: CheckConnection,
  ) {}

  /** Connects the environment, once the server knows the key; 422 tells why it does not, 409 that there is one. */
  @Post()
  @RequirePermission('connections:write')
  @Refuses('conflict', 'rejected', 'timeout')
  @Location(({ id }: ConnectionDto) => `/connections/${id}`)
  async create(@CurrentCaller() by: Caller, @Body() body: CreateConnectionDto): Promise<ConnectionDto> {
    const command = { ...toFields(body), secrets: toSecrets(body), by };
    return toConnectionDto(await this.createConnection.execute(by.scope, command));
  }

  /** The connection of the environment, if it has one. */
  @Get()
  @RequirePermission('connections:read')
  async list(@CurrentScope() scope: TenantScope): Promise<ConnectionListDto> {
    return toConnectionListDto(await this.findConnection.execute(scope));
  }

  /** One connection, without its secrets. */
  @Get(':id')
  @RequirePermission('connections:read')
  async get(@CurrentScope() scope: TenantScope, @ResourceId('connection') id: string): Promise<ConnectionDto> {
    return toConnectionDto(await this.getConnection.execute(scope, { id }));
  }

  /** Replaces a connection, once the server knows the key. Secrets that are left out stay. */
  @Put(':id')
  @RequirePermission('connections:write')
  @Refuses('conflict', 'rejected', 'timeout')
  async replace(
    @CurrentCaller() by: Caller,
    @ResourceId('connection') id: string,
    @Body() body: UpdateConnectionDto,
  ): Promise<ConnectionDto> {
    const command = { id, ...toFields(body), secrets: toNewSecrets(body), by };
    return toConnectionDto(await this.updateConnection.execute(by.scope, command));
  }

  /** Forgets a connection and its secrets. Steps of runs under way fail from then on. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('connections:write')
  async delete(@CurrentCaller() by: Caller, @ResourceId('connection') id: string): Promise<void> {
    await this.deleteConnection.execute(by.scope, { id, by });
  }

  /** Asks the server again, without any effect there, and keeps what it says. */
  @Post(':id/check')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('connections:write')
  @Refuses('conflict', 'rejected', 'timeout')
  async check(@CurrentScope() scope: TenantScope, @ResourceId('connection') id: string): Promise<ConnectionDto> {
    return toConnectionDto(await this.checkConnection.execute(scope, { id }));
  }
}
