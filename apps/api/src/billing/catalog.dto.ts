import { IsDecimalAmount, OneOf, Optional } from '@app/application';
import { FEATURE_TYPES, type FeatureType } from '@app/billing';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { PaginationDto } from '../http/pagination.dto';
import { ReadableText } from '../http/readable-text';
import { ChosenId } from './chosen-id';

const BILLING_PERIODS = ['DAILY', 'WEEKLY', 'MONTHLY', 'QUARTERLY', 'HALF_YEARLY', 'ANNUAL'];

export class PriceDto {
  currency: string;
  billing_period: string;
  /** A decimal string. */
  amount: string;
}

class PriceRequestDto {
  /** ISO 4217, any case. */
  @IsString()
  @Matches(/^[A-Za-z]{3}$/, { message: '"currency" is three letters, such as USD' })
  currency: string;

  @OneOf(BILLING_PERIODS)
  @ApiProperty({ enum: BILLING_PERIODS })
  billing_period: string;

  /** A number or decimal string of at least 0. */
  @ApiProperty({
    oneOf: [
      { type: 'string', pattern: '^\\d+(\\.\\d{1,9})?$' },
      { type: 'number', minimum: 0 },
    ],
  })
  @IsDecimalAmount({ min: 0 })
  amount: string;
}

export class CreatePlanDto {
  @ChosenId()
  id?: string;

  @IsString()
  @ReadableText()
  @MaxLength(255)
  name: string;

  @Optional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => PriceRequestDto)
  prices?: PriceRequestDto[];
}

export class PlanDto {
  id: string;
  name: string;
  prices: PriceDto[];
  created_at: string;
}

export class PlanListDto {
  items: PlanDto[];
  pagination: PaginationDto;
}

export class CreateFeatureDto {
  @ChosenId()
  id?: string;

  @IsString()
  @ReadableText()
  @MaxLength(255)
  name: string;

  @OneOf(FEATURE_TYPES)
  type: FeatureType;
}

export class FeatureDto {
  id: string;
  name: string;
  type: FeatureType;
  created_at: string;
}

export class FeatureListDto {
  items: FeatureDto[];
  pagination: PaginationDto;
}
