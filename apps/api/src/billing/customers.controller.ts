import { CurrentCaller, CurrentScope, RequirePermission } from '@app/auth';
import { Customers, Ledger, toCustomer, toEntitlement, toSubscription, toTransaction, toWallet } from '@app/billing';
import type { Caller, TenantScope } from '@app/domain';
import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Location } from '../http/location.interceptor';
import { PageQueryDto } from '../http/page-query.dto';
import { ResourceId } from '../http/resource-id';
import { Refuses } from '../open-api/answers';
import { toCustomerChanges, toListDto, toNewCustomer } from './billing.convert';
import { CreateCustomerDto, CustomerChangesDto, CustomerDto, CustomerListDto } from './customer.dto';
import { EntitlementListDto, SubscriptionListDto, TransactionListDto, WalletListDto } from './ledger.dto';

/** Customers of the embedded ledger and what they have. Creating or changing one publishes an event. */
@ApiTags('billing')
@Controller('billing/customers')
export class CustomersController {
  constructor(
    private readonly customers: Customers,
    private readonly ledger: Ledger,
  ) {}

  /** Stores a customer and publishes `customer.created`. */
  @Post()
  @RequirePermission('billing:write')
  @Refuses('conflict')
  @Location<CustomerDto>(({ id }) => `/billing/customers/${id}`)
  async create(@CurrentCaller() { scope, actorId }: Caller, @Body() body: CreateCustomerDto): Promise<CustomerDto> {
    return toCustomer(await this.customers.create(scope, toNewCustomer(body), actorId));
  }

  /** Customers, newest first. */
  @Get()
  @RequirePermission('billing:read')
  async list(@CurrentScope() scope: TenantScope, @Query() page: PageQueryDto): Promise<CustomerListDto> {
    return toListDto(await this.customers.list(scope, page), page, toCustomer);
  }

  /** One customer. */
  @Get(':id')
  @RequirePermission('billing:read')
  async get(@CurrentScope() scope: TenantScope, @ResourceId('customer') id: string): Promise<CustomerDto> {
    return toCustomer(await this.customers.get(scope, id));
  }

  /** Changes what is given and publishes `customer.updated`. */
  @Patch(':id')
  @RequirePermission('billing:write')
  @Refuses('conflict')
  async update(
    @CurrentCaller() { scope, actorId }: Caller,
    @ResourceId('customer') id: string,
    @Body() body: CustomerChangesDto,
  ): Promise<CustomerDto> {
    return toCustomer(await this.customers.update(scope, id, toCustomerChanges(body), actorId));
  }

  /** Subscriptions of a customer, newest first, ended ones included. */
  @Get(':id/subscriptions')
  @RequirePermission('billing:read')
  async subscriptions(
    @CurrentScope() scope: TenantScope,
    @ResourceId('customer') id: string,
    @Query() page: PageQueryDto,
  ): Promise<SubscriptionListDto> {
    return toListDto(await this.ledger.subscriptions(scope, id, page), page, toSubscription);
  }

  /** Wallets of a customer, newest first, ended ones included. */
  @Get(':id/wallets')
  @RequirePermission('billing:read')
  async wallets(
    @CurrentScope() scope: TenantScope,
    @ResourceId('customer') id: string,
    @Query() page: PageQueryDto,
  ): Promise<WalletListDto> {
    return toListDto(await this.ledger.wallets(scope, id, page), page, toWallet);
  }

  /** What was booked on the wallets of a customer, newest first. */
  @Get(':id/transactions')
  @RequirePermission('billing:read')
  async transactions(
    @CurrentScope() scope: TenantScope,
    @ResourceId('customer') id: string,
    @Query() page: PageQueryDto,
  ): Promise<TransactionListDto> {
    return toListDto(await this.ledger.transactions(scope, id, page), page, toTransaction);
  }

  /** What a customer is entitled to, newest first, deleted ones included. */
  @Get(':id/entitlements')
  @RequirePermission('billing:read')
  async entitlements(
    @CurrentScope() scope: TenantScope,
    @ResourceId('customer') id: string,
    @Query() page: PageQueryDto,
  ): Promise<EntitlementListDto> {
    return toListDto(await this.ledger.entitlements(scope, id, page), page, toEntitlement);
  }
}
