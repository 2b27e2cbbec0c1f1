import { IsTexts, Optional } from '@app/application';
import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsISO31661Alpha2, IsString, IsTimeZone, MaxLength } from 'class-validator';
import { PaginationDto } from '../http/pagination.dto';
import { ReadableText } from '../http/readable-text';
import { ChosenId } from './chosen-id';

/** What a customer may have beside its name. */
class CustomerDetailsDto {
  /** The caller's own id of the customer, unique in the scope. */
  @Optional()
  @ReadableText()
  @MaxLength(255)
  external_id?: string;

  @Optional()
  @IsEmail()
  email?: string;

  /** ISO 3166-1, two letters. */
  @Optional()
  @IsISO31661Alpha2()
  @ApiProperty({ pattern: '^[A-Za-z]{2}$' })
  country?: string;

  /** IANA name, such as Europe/Berlin. */
  @Optional()
  @IsTimeZone()
  timezone?: string;

  /** Up to 50 texts by name; a change replaces all former ones. */
  @Optional()
  @IsTexts()
  metadata?: Record<string, string>;
}

/** What may be changed; what is left out stays. */
export class CustomerChangesDto extends CustomerDetailsDto {
  @Optional()
  @ReadableText()
  @MaxLength(255)
  name?: string;
}

export class CreateCustomerDto extends CustomerDetailsDto {
  @ChosenId()
  id?: string;

  @IsString()
  @ReadableText()
  @MaxLength(255)
  name: string;
}

export class CustomerDto {
  id: string;
  external_id: string | null;
  name: string;
  email: string | null;
  country: string | null;
  timezone: string | null;
  metadata: Record<string, string>;
  created_at: string;
  updated_at: string;
}

export class CustomerListDto {
  items: CustomerDto[];
  pagination: PaginationDto;
}
