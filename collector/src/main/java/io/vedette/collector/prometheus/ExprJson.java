package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.Expr.VectorSelector.Bounds;
import io.vedette.rules.promql.FunctionSignature;
import io.vedette.rules.promql.TimeShift;
import io.vedette.rules.promql.ValueType;
import io.vedette.rules.promql.VectorMatching;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed expression as {@code /api/v1/parse_query} writes it: with the keys of each object in order, as Go does. */
final class ExprJson {
    private final JsonGenerator json;

    private ExprJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(JsonGenerator json, Expr expression) throws IOException {
        new ExprJson(json).write(expression);
    }

    private void write(Expr expression) throws IOException {
        json.writeStartObject();
        if (expression instanceof Expr.NumberLiteral number) {
            json.writeStringField("type", "numberLiteral");
            json.writeStringField("val", NumberText.plain(number.value()));
        } else if (expression instanceof Expr.StringLiteral string) {
            json.writeStringField("type", "stringLiteral");
            json.writeStringField("val", string.value());
        } else if (expression instanceof Expr.VectorSelector selector) {
            writeSelector(selector);
            json.writeStringField("type", "vectorSelector");
        } else if (expression instanceof Expr.MatrixSelector matrix) {
            writeMatrix(matrix);
        } else if (expression instanceof Expr.Subquery subquery) {
            writeSubquery(subquery);
        } else if (expression instanceof Expr.Paren paren) {
            writeField("expr", paren.inner());
            json.writeStringField("type", "parenExpr");
        } else if (expression instanceof Expr.Unary unary) {
            writeField("expr", unary.inner());
            json.writeStringField("op", unary.negative() ? "-" : "+");
            json.writeStringField("type", "unaryExpr");
        } else if (expression instanceof Expr.Binary binary) {
            writeBinary(binary);
        } else if (expression instanceof Expr.Aggregate aggregate) {
            writeAggregate(aggregate);
        } else if (expression instanceof Expr.Call call) {
            writeCall(call);
        }
        json.writeEndObject();
    }

    private void writeField(String name, Expr expression) throws IOException {
        json.writeFieldName(name);
        write(expression);
    }

    private void writeSelector(Expr.VectorSelector selector) throws IOException {
        json.writeBooleanField("anchored", selector.bounds() == Bounds.ANCHORED);
        writeMatchers(selector);
        json.writeStringField("name", selector.name());
        json.writeNumberField("offset", selector.shift().offsetMillis());
        json.writeBooleanField("smoothed", selector.bounds() == Bounds.SMOOTHED);
        writeAnchor(selector.shift());
    }

    private void writeMatrix(Expr.MatrixSelector matrix) throws IOException {
        Expr.VectorSelector vector = matrix.vector();
        json.writeBooleanField("anchored", vector.bounds() == Bounds.ANCHORED);
        writeMatchers(vector);
        json.writeStringField("name", vector.name());
        json.writeNumberField("offset", vector.shift().offsetMillis());
        json.writeNumberField("range", matrix.rangeMillis());
        json.writeBooleanField("smoothed", vector.bounds() == Bounds.SMOOTHED);
        writeAnchor(vector.shift());
        json.writeStringField("type", "matrixSelector");
    }

    private void writeSubquery(Expr.Subquery subquery) throws IOException {
        writeField("expr", subquery.inner());
        json.writeNumberField("offset", subquery.shift().offsetMillis());
        json.writeNumberField("range", subquery.rangeMillis());
        writeStartOrEnd(subquery.shift());
        json.writeNumberField("step", subquery.stepMillis());
        writeTimestamp(subquery.shift());
        json.writeStringField("type", "subquery");
    }

    private void writeMatchers(Expr.VectorSelector selector) throws IOException {
        json.writeArrayFieldStart("matchers");
        for (LabelMatcher matcher : selector.matchers()) {
            json.writeStartObject();
            json.writeStringField("name", matcher.name());
            json.writeStringField("type", matcher.type().operator());
            json.writeStringField("value", matcher.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeAnchor(TimeShift shift) throws IOException {
        writeStartOrEnd(shift);
        writeTimestamp(shift);
    }

    private void writeStartOrEnd(TimeShift shift) throws IOException {
        switch (shift.anchor()) {
            case START -> json.writeStringField("startOrEnd", "start");
            case END -> json.writeStringField("startOrEnd", "end");
            case EVALUATION, TIME -> json.writeNullField("startOrEnd");
        }
    }

    private void writeTimestamp(TimeShift shift) throws IOException {
        if (shift.anchor() == TimeShift.Anchor.TIME) {
            json.writeNumberField("timestamp", shift.atMillis());
        } else {
            json.writeNullField("timestamp");
        }
    }

    private void writeBinary(Expr.Binary binary) throws IOException {
        json.writeBooleanField("bool", binary.bool());
        writeField("lhs", binary.left());
        if (binary.left().type() == ValueType.VECTOR && binary.right().type() == ValueType.VECTOR) {
            writeMatching(binary.matching());
        } else {
            json.writeNullField("matching");
        }
        json.writeStringField("op", binary.operator().symbol());
        writeField("rhs", binary.right());
        json.writeStringField("type", "binaryExpr");
    }

    private void writeMatching(VectorMatching matching) throws IOException {
        json.writeObjectFieldStart("matching");
        json.writeStringField("card", word(matching.cardinality()));
        json.writeObjectFieldStart("fillValues");
        writeNumber("lhs", matching.fillLeft());
        writeNumber("rhs", matching.fillRight());
        json.writeEndObject();
        writeTexts("include", matching.include());
        writeTexts("labels", matching.labels());
        json.writeBooleanField("on", matching.on());
        json.writeEndObject();
    }

    private void writeNumber(String name, @Nullable Double value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static String word(VectorMatching.Cardinality cardinality) {
        return switch (cardinality) {
            case ONE_TO_ONE -> "one-to-one";
            case MANY_TO_ONE -> "many-to-one";
            case ONE_TO_MANY -> "one-to-many";
            case MANY_TO_MANY -> "many-to-many";
        };
    }

    private void writeAggregate(Expr.Aggregate aggregate) throws IOException {
        writeField("expr", aggregate.inner());
        writeTexts("grouping", aggregate.labels());
        json.writeStringField("op", aggregate.operator().symbol());
        Expr parameter = aggregate.parameter();
        if (parameter == null) {
            json.writeNullField("param");
        } else {
            writeField("param", parameter);
        }
        json.writeStringField("type", "aggregation");
        json.writeBooleanField("without", aggregate.without());
    }

    private void writeCall(Expr.Call call) throws IOException {
        json.writeArrayFieldStart("args");
        for (Expr argument : call.arguments()) {
            write(argument);
        }
        json.writeEndArray();
        FunctionSignature function = call.function();
        json.writeObjectFieldStart("func");
        writeTexts("argTypes", function.arguments().stream().map(ExprJson::word).toList());
        json.writeStringField("name", function.name());
        json.writeStringField("returnType", word(function.result()));
        json.writeNumberField("variadic", function.variadic());
        json.writeEndObject();
        json.writeStringField("type", "call");
    }

    /** A type as the API names it. */
    static String word(ValueType type) {
        return switch (type) {
            case SCALAR -> "scalar";
            case STRING -> "string";
            case VECTOR -> "vector";
            case MATRIX -> "matrix";
        };
    }

    private void writeTexts(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
