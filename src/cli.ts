console.log("ville-monde");
