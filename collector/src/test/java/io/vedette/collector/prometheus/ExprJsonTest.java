package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.rules.promql.PromQl;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExprJsonTest {
    private static final String UP = "{\"anchored\":false,\"matchers\":[{\"name\":\"__name__\",\"type\":\"=\","
            + "\"value\":\"up\"}],\"name\":\"up\",\"offset\":0,\"smoothed\":false,\"startOrEnd\":null,"
            + "\"timestamp\":null,\"type\":\"vectorSelector\"}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -1.5e3                   | {"type":"numberLiteral","val":"-1500"}
            Inf                      | {"type":"numberLiteral","val":"+Inf"}
            1e-7                     | {"type":"numberLiteral","val":"0.0000001"}
            "a\\n\\"b"               | {"type":"stringLiteral","val":"a\\n\\"b"}
            (1)                      | {"expr":{"type":"numberLiteral","val":"1"},"type":"parenExpr"}
            up                       | UP
            -up                      | {"expr":UP,"op":"-","type":"unaryExpr"}
            {a!="b",c=~"d.*",e!~"f"} | {"anchored":false,"matchers":[{"name":"a","type":"!=","value":"b"},{"name":"c","type":"=~","value":"d.*"},{"name":"e","type":"!~","value":"f"}],"name":"","offset":0,"smoothed":false,"startOrEnd":null,"timestamp":null,"type":"vectorSelector"}
            up{a="b"} offset -5m     | {"anchored":false,"matchers":[{"name":"a","type":"=","value":"b"},{"name":"__name__","type":"=","value":"up"}],"name":"up","offset":-300000,"smoothed":false,"startOrEnd":null,"timestamp":null,"type":"vectorSelector"}
            up[5m] @ 12.5            | {"anchored":false,"matchers":[{"name":"__name__","type":"=","value":"up"}],"name":"up","offset":0,"range":300000,"smoothed":false,"startOrEnd":null,"timestamp":12500,"type":"matrixSelector"}
            up[1h:5m] @ end()        | {"expr":UP,"offset":0,"range":3600000,"startOrEnd":"end","step":300000,"timestamp":null,"type":"subquery"}
            up[1h:] offset 1m        | {"expr":UP,"offset":60000,"range":3600000,"startOrEnd":null,"step":0,"timestamp":null,"type":"subquery"}
            1 + 2                    | {"bool":false,"lhs":{"type":"numberLiteral","val":"1"},"matching":null,"op":"+","rhs":{"type":"numberLiteral","val":"2"},"type":"binaryExpr"}
            up > bool 1              | {"bool":true,"lhs":UP,"matching":null,"op":"\\u003e","rhs":{"type":"numberLiteral","val":"1"},"type":"binaryExpr"}
            up and up                | {"bool":false,"lhs":UP,"matching":{"card":"many-to-many","fillValues":{"lhs":null,"rhs":null},"include":[],"labels":[],"on":false},"op":"and","rhs":UP,"type":"binaryExpr"}
            up * on(a) group_left(b) up | {"bool":false,"lhs":UP,"matching":{"card":"many-to-one","fillValues":{"lhs":null,"rhs":null},"include":["b"],"labels":["a"],"on":true},"op":"*","rhs":UP,"type":"binaryExpr"}
            sum by(a,b)(up)          | {"expr":UP,"grouping":["a","b"],"op":"sum","param":null,"type":"aggregation","without":false}
            topk without(a)(3, up)   | {"expr":UP,"grouping":["a"],"op":"topk","param":{"type":"numberLiteral","val":"3"},"type":"aggregation","without":true}
            round(up)                | {"args":[UP],"func":{"argTypes":["vector","scalar"],"name":"round","returnType":"vector","variadic":1},"type":"call"}
            time()                   | {"args":[],"func":{"argTypes":[],"name":"time","returnType":"scalar","variadic":0},"type":"call"}
            """)
    void writesTheTreeAsPrometheusDoes(String expression, String json) throws Exception {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(out)) {
            ExprJson.write(generator, PromQl.parse(expression));
        }

        assertThat(out).hasToString(json.replace("UP", UP).replace("\\u003e", ">"));
    }
}
