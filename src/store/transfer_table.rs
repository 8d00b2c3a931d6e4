//! One table on its way from one engine to the other: its columns, its rows, and what they add up to.

use futures_util::stream::BoxStream;
use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, ColumnIndex, Database, Decode, Executor, IntoArguments, PgConnection, Row, Type,
};

use super::{Error, Result};

/// Rows carried at once.
pub(super) const PORTION: usize = 1000;

pub(super) struct Table {
    pub name: String,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    kind: Kind,
}

/// The few types that our schema uses.
#[derive(Clone, Copy)]
enum Kind {
    Int,
    Text,
    Bool,
    Bytes,
}

/// A value of one column; none of them may be there.
pub(super) enum Cell {
    Int(Option<i64>),
    Text(Option<String>),
    Bool(Option<bool>),
    Bytes(Option<Vec<u8>>),
}

/// What a table holds: how many rows, and the sum of their digests, in whatever order they come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub rows: u64,
    sum: u128,
}

impl Table {
    /// From the list of (table, column, type), sorted by table.
    pub fn all(columns: Vec<(String, String, String)>) -> Result<Vec<Table>> {
        let mut tables: Vec<Table> = Vec::new();
        for (table, column, kind) in columns {
            let kind = match kind.as_str() {
                "bigint" => Kind::Int,
                "text" => Kind::Text,
                "boolean" => Kind::Bool,
                "bytea" => Kind::Bytes,
                other => {
                    return Err(Error::Unusable(format!(
                        "{table}.{column} has the type {other}, which is not moved"
                    )));
                }
            };
            let column = Column { name: column, kind };
            match tables.last_mut().filter(|last| last.name == table) {
                Some(last) => last.columns.push(column),
                None => tables.push(Table {
                    name: table,
                    columns: vec![column],
                }),
            }
        }
        Ok(tables)
    }

    pub fn quoted(&self) -> String {
        format!("\"{}\"", self.name)
    }

    fn quoted_columns(&self) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        names.join(", ")
    }

    /// Every row, as either engine has it.
    pub fn rows<'c, D, E>(&self, connection: E) -> BoxStream<'c, sqlx::Result<D::Row>>
    where
        D: Database,
        D::Arguments: IntoArguments<D>,
        E: Executor<'c, Database = D> + 'c,
    {
        let all = format!("SELECT {} FROM {}", self.quoted_columns(), self.quoted());
        sqlx::query(AssertSqlSafe(all)).fetch(connection)
    }

    /// The values of a row.
    pub fn cells<R>(&self, row: &R) -> Result<Vec<Cell>>
    where
        R: Row,
        usize: ColumnIndex<R>,
        for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
        for<'r> String: Decode<'r, R::Database> + Type<R::Database>,
        for<'r> bool: Decode<'r, R::Database> + Type<R::Database>,
        for<'r> Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
    {
        let cell = |(at, column): (usize, &Column)| {
            Ok(match column.kind {
                Kind::Int => Cell::Int(row.try_get(at)?),
                Kind::Text => Cell::Text(row.try_get(at)?),
                Kind::Bool => Cell::Bool(row.try_get(at)?),
                Kind::Bytes => Cell::Bytes(row.try_get(at)?),
            })
        };
        self.columns.iter().enumerate().map(cell).collect()
    }

    /// Puts a portion in by one statement: an array a column.
    pub async fn insert(
        &self,
        target: &mut PgConnection,
        rows: Vec<Vec<Cell>>,
    ) -> sqlx::Result<()> {
        let mut arrays: Vec<Array> = self.columns.iter().map(|c| Array::of(c.kind)).collect();
        for row in rows {
            for (array, cell) in arrays.iter_mut().zip(row) {
                array.push(cell);
            }
        }
        let places: Vec<String> = (1..=arrays.len()).map(|n| format!("${n}")).collect();
        let text = format!(
            "INSERT INTO {} ({}) SELECT * FROM UNNEST({})",
            self.quoted(),
            self.quoted_columns(),
            places.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(text));
        for array in arrays {
            query = match array {
                Array::Int(values) => query.bind(values),
                Array::Text(values) => query.bind(values),
                Array::Bool(values) => query.bind(values),
                Array::Bytes(values) => query.bind(values),
            };
        }
        query.execute(target).await?;
        Ok(())
    }
}

/// The values of one column, as PostgreSQL takes them.
enum Array {
    Int(Vec<Option<i64>>),
    Text(Vec<Option<String>>),
    Bool(Vec<Option<bool>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

impl Array {
    fn of(kind: Kind) -> Array {
        match kind {
            Kind::Int => Array::Int(Vec::new()),
            Kind::Text => Array::Text(Vec::new()),
            Kind::Bool => Array::Bool(Vec::new()),
            Kind::Bytes => Array::Bytes(Vec::new()),
        }
    }

    fn push(&mut self, cell: Cell) {
        match (self, cell) {
            (Array::Int(values), Cell::Int(value)) => values.push(value),
            (Array::Text(values), Cell::Text(value)) => values.push(value),
            (Array::Bool(values), Cell::Bool(value)) => values.push(value),
            (Array::Bytes(values), Cell::Bytes(value)) => values.push(value),
            // Cells and arrays are made from the same list of columns.
            _ => {}
        }
    }
}

impl Held {
    pub fn count(&mut self, row: &[Cell]) {
        let mut digest = Sha256::new();
        for cell in row {
            match cell {
                Cell::Int(value) => part(&mut digest, value.map(i64::to_be_bytes).as_ref()),
                Cell::Text(value) => part(&mut digest, value.as_ref()),
                Cell::Bool(value) => part(&mut digest, value.map(|b| [u8::from(b)]).as_ref()),
                Cell::Bytes(value) => part(&mut digest, value.as_ref()),
            }
        }
        let mut first = [0; 16];
        first.copy_from_slice(&digest.finalize()[..16]);
        self.rows += 1;
        self.sum = self.sum.wrapping_add(u128::from_be_bytes(first));
    }
}

/// A value with its length before it, so that no two rows are written alike.
fn part(digest: &mut Sha256, value: Option<impl AsRef<[u8]>>) {
    match value {
        None => digest.update([0]),
        Some(value) => {
            let value = value.as_ref();
            digest.update([1]);
            digest.update((value.len() as u64).to_be_bytes());
            digest.update(value);
        }
    }
}
