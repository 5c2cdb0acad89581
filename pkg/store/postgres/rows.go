package postgres

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// rows decodes what the driver reads. Statements of package sql answer with whole numbers, floats, texts and booleans only.
type rows struct {
	engine *Engine
	ctx    context.Context
	rows   pgx.Rows
	cancel func()
	done   func()
	end    func() // closes the connection
	values []any
	fields []pgconn.FieldDescription
	err    error
	read   bool // to the end
	closed bool
}

func (r *rows) Next() bool {
	if r.err != nil || !r.rows.Next() {
		r.read = r.err == nil
		return false
	}
	if r.fields == nil {
		r.fields = r.rows.FieldDescriptions()
		r.values = make([]any, len(r.fields))
	}
	for i, raw := range r.rows.RawValues() {
		if r.values[i], r.err = value(&r.fields[i], raw); r.err != nil {
			return false
		}
	}
	return true
}

func (r *rows) Values() []any { return r.values }

func (r *rows) Err() error {
	if r.err != nil {
		return r.err
	}
	if err := r.rows.Err(); err != nil {
		return r.engine.explain(r.ctx, err)
	}
	return nil
}

// Close gives the connection back. What has not been read yet is cancelled on the server.
func (r *rows) Close() error {
	if !r.closed {
		r.closed = true
		if !r.read {
			r.cancel()
		}
		r.rows.Close()
		if !r.read {
			r.end() // for the cancelling may come late, and to another statement
		}
		r.done()
	}
	return nil
}

func value(field *pgconn.FieldDescription, raw []byte) (any, error) {
	if raw == nil {
		return nil, nil
	}
	switch field.DataTypeOID {
	case pgtype.TextOID, pgtype.VarcharOID, pgtype.NameOID, pgtype.UnknownOID:
		return string(raw), nil
	}
	if field.Format == pgtype.BinaryFormatCode {
		switch {
		case field.DataTypeOID == pgtype.Int8OID && len(raw) == 8:
			return int64(binary.BigEndian.Uint64(raw)), nil
		case field.DataTypeOID == pgtype.Int4OID && len(raw) == 4:
			return int64(int32(binary.BigEndian.Uint32(raw))), nil
		case field.DataTypeOID == pgtype.Int2OID && len(raw) == 2:
			return int64(int16(binary.BigEndian.Uint16(raw))), nil
		case field.DataTypeOID == pgtype.Float8OID && len(raw) == 8:
			return math.Float64frombits(binary.BigEndian.Uint64(raw)), nil
		case field.DataTypeOID == pgtype.BoolOID && len(raw) == 1:
			return raw[0] != 0, nil
		}
	}
	return nil, fmt.Errorf("column %q of the answer has type %d, which was not asked for", field.Name, field.DataTypeOID)
}
